#include "media/pango.hpp"

#include "loading/late_library.hpp"

// Fontconfig keeps what it found out about fonts until the process ends, where LeakSanitizer does not see it. The name
// is the one that it looks for.
// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming)
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
    return "leak:libfontconfig.so";
}
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

namespace byline::media {
namespace {

void find_cairo(loading::LateLibrary& library, Pango& pango) {
    library.find(pango.image_surface_create, "cairo_image_surface_create");
    library.find(pango.surface_destroy, "cairo_surface_destroy");
    library.find(pango.surface_flush, "cairo_surface_flush");
    library.find(pango.image_surface_get_data, "cairo_image_surface_get_data");
    library.find(pango.image_surface_get_stride, "cairo_image_surface_get_stride");
    library.find(pango.create, "cairo_create");
    library.find(pango.destroy, "cairo_destroy");
    library.find(pango.set_source_rgb, "cairo_set_source_rgb");
    library.find(pango.paint, "cairo_paint");
    library.find(pango.rectangle, "cairo_rectangle");
    library.find(pango.fill, "cairo_fill");
    library.find(pango.move_to, "cairo_move_to");
    library.find(pango.status, "cairo_status");
    library.find(pango.font_options_create, "cairo_font_options_create");
    library.find(pango.font_options_destroy, "cairo_font_options_destroy");
    library.find(pango.set_antialias, "cairo_font_options_set_antialias");
    library.find(pango.set_hint_style, "cairo_font_options_set_hint_style");
    library.find(pango.set_hint_metrics, "cairo_font_options_set_hint_metrics");
}

Result<Pango> open_pango() {
    TRY(auto library, loading::LateLibrary::open("libpangocairo-1.0.so.0", "libpangocairo-1.0-0"));
    Pango pango;
    find_cairo(library, pango);
    library.find(pango.create_layout, "pango_cairo_create_layout");
    library.find(pango.set_font_options, "pango_cairo_context_set_font_options");
    library.find(pango.show_layout, "pango_cairo_show_layout");
    library.find(pango.get_context, "pango_layout_get_context");
    library.find(pango.set_language, "pango_context_set_language");
    library.find(pango.set_round_positions, "pango_context_set_round_glyph_positions");
    library.find(pango.language_from_string, "pango_language_from_string");
    library.find(pango.description_new, "pango_font_description_new");
    library.find(pango.description_free, "pango_font_description_free");
    library.find(pango.set_family, "pango_font_description_set_family");
    library.find(pango.set_weight, "pango_font_description_set_weight");
    library.find(pango.set_absolute_size, "pango_font_description_set_absolute_size");
    library.find(pango.set_font_description, "pango_layout_set_font_description");
    library.find(pango.set_text, "pango_layout_set_text");
    library.find(pango.set_width, "pango_layout_set_width");
    library.find(pango.set_height, "pango_layout_set_height");
    library.find(pango.set_wrap, "pango_layout_set_wrap");
    library.find(pango.set_ellipsize, "pango_layout_set_ellipsize");
    library.find(pango.set_alignment, "pango_layout_set_alignment");
    library.find(pango.set_line_spacing, "pango_layout_set_line_spacing");
    library.find(pango.get_line_count, "pango_layout_get_line_count");
    library.find(pango.get_pixel_size, "pango_layout_get_pixel_size");
    library.find(pango.get_unknown_glyphs, "pango_layout_get_unknown_glyphs_count");
    library.find(pango.font_map, "pango_cairo_font_map_get_default");
    library.find(pango.list_families, "pango_font_map_list_families");
    library.find(pango.family_name, "pango_font_family_get_name");
    library.find(pango.object_unref, "g_object_unref");
    library.find(pango.free, "g_free");
    CHECK(library.whole());
    return pango;
}

}  // namespace

const Result<Pango>& the_pango() {
    static const Result<Pango> pango = open_pango();
    return pango;
}

}  // namespace byline::media
