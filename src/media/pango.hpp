// Pango holds the functions of Pango and Cairo that cards are painted with, opened when the first card is.
// Any number of threads may call them, each with objects of its own. Only two files include this one, because the
// headers of Pango bring those of GLib.
#pragma once

#include "result/result.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#include <pango/pangocairo.h>
#pragma GCC diagnostic pop

namespace byline::media {

struct Pango {
    decltype(&::cairo_image_surface_create) image_surface_create = nullptr;
    decltype(&::cairo_surface_destroy) surface_destroy = nullptr;
    decltype(&::cairo_surface_flush) surface_flush = nullptr;
    decltype(&::cairo_image_surface_get_data) image_surface_get_data = nullptr;
    decltype(&::cairo_image_surface_get_stride) image_surface_get_stride = nullptr;
    decltype(&::cairo_create) create = nullptr;
    decltype(&::cairo_destroy) destroy = nullptr;
    decltype(&::cairo_set_source_rgb) set_source_rgb = nullptr;
    decltype(&::cairo_paint) paint = nullptr;
    decltype(&::cairo_rectangle) rectangle = nullptr;
    decltype(&::cairo_fill) fill = nullptr;
    decltype(&::cairo_move_to) move_to = nullptr;
    decltype(&::cairo_status) status = nullptr;
    decltype(&::cairo_font_options_create) font_options_create = nullptr;
    decltype(&::cairo_font_options_destroy) font_options_destroy = nullptr;
    decltype(&::cairo_font_options_set_antialias) set_antialias = nullptr;
    decltype(&::cairo_font_options_set_hint_style) set_hint_style = nullptr;
    decltype(&::cairo_font_options_set_hint_metrics) set_hint_metrics = nullptr;
    decltype(&::pango_cairo_create_layout) create_layout = nullptr;
    decltype(&::pango_cairo_context_set_font_options) set_font_options = nullptr;
    decltype(&::pango_cairo_show_layout) show_layout = nullptr;
    decltype(&::pango_layout_get_context) get_context = nullptr;
    decltype(&::pango_context_set_language) set_language = nullptr;
    decltype(&::pango_context_set_round_glyph_positions) set_round_positions = nullptr;
    decltype(&::pango_language_from_string) language_from_string = nullptr;
    decltype(&::pango_font_description_new) description_new = nullptr;
    decltype(&::pango_font_description_free) description_free = nullptr;
    decltype(&::pango_font_description_set_family) set_family = nullptr;
    decltype(&::pango_font_description_set_weight) set_weight = nullptr;
    decltype(&::pango_font_description_set_absolute_size) set_absolute_size = nullptr;
    decltype(&::pango_layout_set_font_description) set_font_description = nullptr;
    decltype(&::pango_layout_set_text) set_text = nullptr;
    decltype(&::pango_layout_set_width) set_width = nullptr;
    decltype(&::pango_layout_set_height) set_height = nullptr;
    decltype(&::pango_layout_set_wrap) set_wrap = nullptr;
    decltype(&::pango_layout_set_ellipsize) set_ellipsize = nullptr;
    decltype(&::pango_layout_set_alignment) set_alignment = nullptr;
    decltype(&::pango_layout_set_line_spacing) set_line_spacing = nullptr;
    decltype(&::pango_layout_get_line_count) get_line_count = nullptr;
    decltype(&::pango_layout_get_pixel_size) get_pixel_size = nullptr;
    decltype(&::pango_layout_get_unknown_glyphs_count) get_unknown_glyphs = nullptr;
    decltype(&::pango_cairo_font_map_get_default) font_map = nullptr;
    decltype(&::pango_font_map_list_families) list_families = nullptr;
    decltype(&::pango_font_family_get_name) family_name = nullptr;
    decltype(&::g_object_unref) object_unref = nullptr;
    decltype(&::g_free) free = nullptr;
};

// An error is one of the machine's: a library is not there.
[[nodiscard]] const Result<Pango>& the_pango();

}  // namespace byline::media
