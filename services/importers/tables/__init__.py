"""From bytes to tables of text: encodings, delimiters, cells, headings and moments."""
