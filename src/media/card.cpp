// The only file that includes Pango and Cairo, whose headers bring those of GLib.
#include "media/card.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "loading/late_library.hpp"
#include "media/card_faces.hpp"
#include "media/card_png.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#include <pango/pangocairo.h>
#pragma GCC diagnostic pop

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

const Result<Pango>& the_pango() {
    static const Result<Pango> pango = open_pango();
    return pango;
}

constexpr int margin = 84;
constexpr int text_width = card_width - 2 * margin;
// How many characters are looked at: more could not be shown, and lines are broken several times.
constexpr std::size_t most_title_bytes = 1000;
constexpr std::size_t most_line_bytes = 300;

Colour mixed(const Colour& a, const Colour& b, int percent_of_b) {
    const auto mix = [&](int from, int to) {
        return static_cast<std::uint8_t>((from * (100 - percent_of_b) + to * percent_of_b) / 100);
    };
    return {mix(a.red, b.red), mix(a.green, b.green), mix(a.blue, b.blue)};
}

// Not longer than `most` bytes, and no character cut in two.
std::string_view beginning_of(std::string_view text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
    return text.substr(0, most);
}

struct Line {
    std::string_view text;
    double size = 0;  // pixels
    PangoWeight weight = PANGO_WEIGHT_NORMAL;
};

class CardPainter {
  public:
    CardPainter(const Pango& pango, const CardContent& content, const CardStyle& style)
        : pango_(pango),
          content_(content),
          style_(style),
          muted_(mixed(style.ink, style.background, 38)),
          rule_(mixed(style.ink, style.background, 82)),
          families_(fmt::format("{}{}Source Serif 4, Charter, Noto Serif, {}, DejaVu Serif, serif", style.fonts,
                                style.fonts.empty() ? "" : ", ", cjk_faces(content.language))),
          surface_(pango.image_surface_create(CAIRO_FORMAT_RGB24, card_width, card_height)),
          cairo_(pango.create(surface_)) {}
    ~CardPainter() {
        pango_.destroy(cairo_);
        pango_.surface_destroy(surface_);
    }
    CardPainter(const CardPainter&) = delete;
    CardPainter& operator=(const CardPainter&) = delete;

    Result<Card> paint() {
        use(style_.background);
        pango_.paint(cairo_);
        use(style_.accent);
        fill(0, 0, card_width, 14);
        if (!content_.kind.empty())
            paint_line({content_.kind, 28, PANGO_WEIGHT_BOLD}, style_.accent, {margin, 78, text_width, Side::Left});
        paint_title();
        paint_foot();
        if (pango_.status(cairo_) != CAIRO_STATUS_SUCCESS)
            return fail(system_error("a card cannot be painted", "free some memory", {}));
        pango_.surface_flush(surface_);
        const std::array<Colour, 4> inks = {style_.ink, style_.accent, muted_, rule_};
        return Card{encode_png(pixels(), style_.background, inks), missing_};
    }

  private:
    // A layout that goes with its scope.
    class Layout {
      public:
        Layout(const CardPainter& painter, const Line& line)
            : pango_(painter.pango_), layout_(pango_.create_layout(painter.cairo_)) {
            PangoContext* context = pango_.get_context(layout_);
            cairo_font_options_t* options = pango_.font_options_create();
            // What a desktop is set to must not show: the same smoothing everywhere, and glyphs where they belong.
            pango_.set_antialias(options, CAIRO_ANTIALIAS_GRAY);
            pango_.set_hint_style(options, CAIRO_HINT_STYLE_NONE);
            pango_.set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
            pango_.set_font_options(context, options);
            pango_.font_options_destroy(options);
            pango_.set_round_positions(context, 0);
            pango_.set_language(context, pango_.language_from_string(painter.content_.language.c_str()));
            set_font(painter, line);
            pango_.set_text(layout_, line.text.data(), static_cast<int>(line.text.size()));
            pango_.set_wrap(layout_, PANGO_WRAP_WORD_CHAR);
        }
        ~Layout() { pango_.object_unref(layout_); }
        Layout(const Layout&) = delete;
        Layout& operator=(const Layout&) = delete;

        void set_font(const CardPainter& painter, const Line& line) {
            PangoFontDescription* description = pango_.description_new();
            pango_.set_family(description, painter.families_.c_str());
            pango_.set_weight(description, line.weight);
            pango_.set_absolute_size(description, line.size * PANGO_SCALE);
            pango_.set_font_description(layout_, description);
            pango_.description_free(description);
        }
        void set_width(int pixels) { pango_.set_width(layout_, pixels * PANGO_SCALE); }
        [[nodiscard]] int lines() const { return pango_.get_line_count(layout_); }
        [[nodiscard]] int height() const {
            int width = 0;
            int height = 0;
            pango_.get_pixel_size(layout_, &width, &height);
            return height;
        }
        [[nodiscard]] PangoLayout* get() const { return layout_; }

      private:
        const Pango& pango_;
        PangoLayout* layout_;
    };

    void use(const Colour& colour) {
        constexpr double full = 255;
        pango_.set_source_rgb(cairo_, colour.red / full, colour.green / full, colour.blue / full);
    }

    void fill(int x, int y, int width, int height) {
        pango_.rectangle(cairo_, x, y, width, height);
        pango_.fill(cairo_);
    }

    void show(const Layout& layout, const Colour& colour, int x, int y) {
        missing_ += static_cast<std::uint32_t>(pango_.get_unknown_glyphs(layout.get()));
        use(colour);
        pango_.move_to(cairo_, x, y);
        pango_.show_layout(cairo_, layout.get());
    }

    enum class Side : std::uint8_t { Left, Right };
    struct Room {
        int x = 0;
        int y = 0;
        int width = 0;
        Side side = Side::Left;
    };

    // One line, at that side of its room.
    void paint_line(Line line, const Colour& colour, const Room& room) {
        line.text = beginning_of(line.text, most_line_bytes);
        Layout layout(*this, line);
        layout.set_width(room.width);
        pango_.set_height(layout.get(), -1);
        pango_.set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        if (room.side == Side::Right) pango_.set_alignment(layout.get(), PANGO_ALIGN_RIGHT);
        show(layout, colour, room.x, room.y);
    }

    void paint_title() {
        constexpr int top = 140;
        constexpr int most_height = 308;
        constexpr std::array<double, 6> sizes = {82, 74, 66, 58, 52, 46};
        Line line{beginning_of(content_.title, most_title_bytes), sizes.front(), PANGO_WEIGHT_BOLD};
        Layout layout(*this, line);
        pango_.set_line_spacing(layout.get(), 1.12F);
        layout.set_width(text_width);
        for (const double size : sizes) {
            line.size = size;
            layout.set_font(*this, line);
            if (layout.height() <= most_height) break;
        }
        if (layout.height() > most_height) {
            pango_.set_height(layout.get(), most_height * PANGO_SCALE);
            pango_.set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
        } else {
            balance(layout);
        }
        show(layout, style_.ink, margin, top);
    }

    // The narrowest width that breaks into as many lines, so that no word stands alone on the last one.
    static void balance(Layout& layout) {
        const int lines = layout.lines();
        if (lines < 2) return;
        int narrow = text_width / 2;
        int wide = text_width;
        while (wide - narrow > 4) {
            const int middle = (narrow + wide) / 2;
            layout.set_width(middle);
            (layout.lines() > lines ? narrow : wide) = middle;
        }
        layout.set_width(wide);
    }

    void paint_foot() {
        constexpr int rule_y = 484;
        constexpr int first_y = 508;
        constexpr int second_y = 554;
        use(rule_);
        fill(margin, rule_y, text_width, 2);
        const bool has_author = !content_.author.empty();
        const int site_y = has_author ? second_y : first_y;
        constexpr int half = text_width / 2;
        const auto left = [&](int y) { return Room{margin, y, half, Side::Left}; };
        const auto right = [&](int y) { return Room{margin + half, y, half, Side::Right}; };
        if (has_author) paint_line({content_.author, 32, PANGO_WEIGHT_BOLD}, style_.ink, left(first_y));
        if (!content_.site.empty()) paint_line({content_.site, 26, PANGO_WEIGHT_NORMAL}, muted_, left(site_y));
        const bool has_date = !content_.date.empty();
        if (has_date) paint_line({content_.date, 26, PANGO_WEIGHT_NORMAL}, muted_, right(first_y + 4));
        std::string tags;
        constexpr std::size_t most_tags = 3;
        for (std::size_t i = 0; i < std::min(content_.tags.size(), most_tags); ++i)
            tags += fmt::format("{}{}", i == 0 ? "" : " · ", content_.tags[i]);
        if (!tags.empty()) paint_line({tags, 26, PANGO_WEIGHT_NORMAL}, muted_, right(has_date ? second_y : first_y));
    }

    [[nodiscard]] CardPixels pixels() const {
        const unsigned char* data = pango_.image_surface_get_data(surface_);
        const auto stride = static_cast<std::size_t>(pango_.image_surface_get_stride(surface_));
        return {reinterpret_cast<const std::uint32_t*>(data), stride / sizeof(std::uint32_t), card_width, card_height};
    }

    const Pango& pango_;
    const CardContent& content_;
    const CardStyle& style_;
    Colour muted_;
    Colour rule_;
    std::string families_;
    cairo_surface_t* surface_;
    cairo_t* cairo_;
    std::uint32_t missing_ = 0;
};

}  // namespace

Result<text::Digest> card_fonts() {
    const Result<Pango>& pango = the_pango();
    if (!pango) return fail(pango.error());
    static const text::Digest fonts = [&] {
        PangoFontFamily** families = nullptr;
        int count = 0;
        pango->list_families(pango->font_map(), &families, &count);
        std::vector<std::string> names;
        names.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) names.emplace_back(pango->family_name(families[i]));
        pango->free(families);
        std::ranges::sort(names);
        text::DigestBuilder digest;
        for (const std::string& name : names) digest.add(name);
        return digest.digest();
    }();
    return fonts;
}

Result<Card> render_card(const CardContent& content, const CardStyle& style) {
    const Result<Pango>& pango = the_pango();
    if (!pango) return fail(pango.error());
    return CardPainter(*pango, content, style).paint();
}

}  // namespace byline::media
