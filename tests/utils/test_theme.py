"""The theme: known options, ten colours where ten are needed, contrast by WCAG, figures of no one theme."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.elements.lib import streamlit_plotly_theme as streamlit_slots

from utils import plotly_template

ROOT = Path(__file__).parents[2]
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
THEMES = ("light", "dark")
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")
WORDS = ("textColor", "linkColor", "grayTextColor", "greenTextColor", "orangeTextColor", "yellowTextColor")
MORE_WORDS = ("redTextColor", "blueTextColor", "codeTextColor", "dataframeHeaderTextColor")


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def options(table: dict[str, Any], prefix: str = "") -> list[str]:
    """Flatten a TOML table into the dotted names of its options."""
    names: list[str] = []
    for key, value in table.items():
        names += options(value, f"{prefix}{key}.") if isinstance(value, dict) else [prefix + key]
    return names


def test_the_contrast_formula_gives_the_published_extremes() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_streamlit_knows_every_option() -> None:
    assert set(options(CONFIG)) <= set(config.get_config_options())


def test_the_server_settings_that_make_it_fast_and_quiet() -> None:
    assert CONFIG["server"] == {"headless": True, "fileWatcherType": "none"}
    assert CONFIG["runner"] == {"postScriptGC": False}
    assert CONFIG["client"] == {"showErrorDetails": "none", "toolbarMode": "viewer"}
    assert CONFIG["browser"] == {"gatherUsageStats": False}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("word", WORDS + MORE_WORDS)
def test_words_are_readable_on_every_ground(theme: str, ground: str, word: str) -> None:
    colours = CONFIG["theme"][theme]
    assert contrast(colours[word], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_borders_buttons_and_series_stand_out_from_every_ground(theme: str, ground: str) -> None:
    colours = CONFIG["theme"][theme]
    marks = [colours["borderColor"], colours["primaryColor"], *colours["chartCategoricalColors"]]
    fixed_meanings = [plotly_template.RECORD, plotly_template.TARGET]
    assert min(contrast(mark, colours[ground]) for mark in marks + fixed_meanings) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_a_primary_button_carries_white_words(theme: str) -> None:
    assert contrast(CONFIG["theme"][theme]["primaryColor"], "#FFFFFF") >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_ten_colours_a_scale_and_five_series(theme: str) -> None:
    colours = CONFIG["theme"][theme]
    lengths = {name: len(set(colours[name])) for name in colours if name.startswith("chart")}
    assert lengths == {"chartCategoricalColors": 5, "chartSequentialColors": 10, "chartDivergingColors": 10}


@pytest.mark.parametrize("theme", THEMES)
def test_a_sequential_scale_runs_away_from_the_ground_in_every_step(theme: str) -> None:
    colours = CONFIG["theme"][theme]
    away = [contrast(colour, colours["backgroundColor"]) for colour in colours["chartSequentialColors"]]
    assert away == sorted(away)


def test_no_font_is_fetched_from_elsewhere() -> None:
    assert "http" not in CONFIG["theme"]["font"] + CONFIG["theme"]["codeFont"]
    assert "fontFaces" not in CONFIG["theme"]


def test_a_figure_spells_its_colours_as_streamlit_replaces_them() -> None:
    assert [getattr(streamlit_slots, f"CATEGORY_{slot}") for slot in range(5)] == list(plotly_template.SERIES)
    for scale, name in ((plotly_template.SEQUENTIAL, "SEQUENTIAL"), (plotly_template.DIVERGING, "DIVERGING")):
        assert [colour for _, colour in scale] == [getattr(streamlit_slots, f"{name}_{step}") for step in range(10)]
    assert plotly_template.TEXT == streamlit_slots.GRAY_90
    assert plotly_template.BACKGROUND == streamlit_slots.BG_COLOR


def test_a_figure_holds_no_colour_of_one_theme() -> None:
    figure = plotly_template.base_figure("Bench press", "kg")
    figure.add_scatter(x=[1, 2], y=[100, 105], **plotly_template.trend_style(1))
    figure.add_scatter(x=[1, 2], y=[100, 105], **plotly_template.point_style(1))
    figure.add_scatter(x=[2], y=[105], **plotly_template.record_style())
    figure.add_scatter(x=[1, 2], y=[110, 110], **plotly_template.target_style())
    figure.add_bar(x=[1], y=[1], **plotly_template.bar_style(2))
    plotly_template.shade(figure, 1, 2, "deload")
    hexes = set(re.findall(r"#[0-9A-Fa-f]{6}", str(figure.to_json())))
    fixed = {plotly_template.RECORD, plotly_template.TARGET}
    assert {colour for colour in hexes - fixed if not colour.startswith("#0000")} == set()


def test_series_differ_by_dash_and_shape_too() -> None:
    assert len(set(plotly_template.DASHES)) == len(set(plotly_template.SYMBOLS)) == len(plotly_template.SERIES) == 5


def test_a_title_carries_its_unit_wraps_on_a_phone_and_is_not_markup() -> None:
    figure = plotly_template.base_figure("Split Squat <b>(Dumbbell, Deficit)</b> e1RM", "kg")
    assert figure.layout.title.text == "Split Squat &lt;b&gt;(Dumbbell,<br>Deficit)&lt;/b&gt; e1RM, kg"
    assert plotly_template.base_figure("Hard sets").layout.title.text == "Hard sets"


def test_charts_neither_zoom_nor_drag_under_a_finger() -> None:
    figure = plotly_template.base_figure("Hard sets")
    shared = figure.layout.template.layout
    assert (shared.xaxis.fixedrange, shared.yaxis.fixedrange, figure.layout.dragmode) == (True, True, False)
    assert not plotly_template.CHART_CONFIG["displayModeBar"]
    assert not plotly_template.CHART_CONFIG["scrollZoom"]
