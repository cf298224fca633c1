#include "media/card.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "media/card_png.hpp"
#include "media/pango.hpp"

namespace byline::media {
namespace {

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

// The face that has the glyphs as the language writes them: 骨 and 直 differ between Chinese and Japanese.
std::string_view cjk_faces(std::string_view language) {
    if (language.starts_with("ja")) return "Source Han Serif, Noto Serif CJK JP, Noto Sans CJK JP";
    if (language.starts_with("ko")) return "Source Han Serif K, Noto Serif CJK KR, Noto Sans CJK KR";
    constexpr std::array<std::string_view, 5> traditional = {"zh-Hant", "zh-TW", "zh-HK", "zh-MO", "yue"};
    for (const std::string_view one : traditional) {
        if (language.starts_with(one)) return "Source Han Serif TC, Noto Serif CJK TC, Noto Sans CJK TC";
    }
    return "Source Han Serif SC, Noto Serif CJK SC, Noto Sans CJK SC";
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
          pixels_(std::size_t{card_width} * card_height),
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
        take_pixels();
        const std::array<Colour, 4> inks = {style_.ink, style_.accent, muted_, rule_};
        return Card{encode_png(pixels_, card_width, card_height, style_.background, inks), missing_};
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

    void take_pixels() {
        const unsigned char* data = pango_.image_surface_get_data(surface_);
        const auto stride = static_cast<std::size_t>(pango_.image_surface_get_stride(surface_));
        constexpr std::uint32_t opaque = 0xff000000;
        for (std::size_t y = 0; y < card_height; ++y) {
            const auto* row = reinterpret_cast<const std::uint32_t*>(data + y * stride);
            for (std::size_t x = 0; x < card_width; ++x) pixels_[y * card_width + x] = row[x] | opaque;
        }
    }

    const Pango& pango_;
    const CardContent& content_;
    const CardStyle& style_;
    Colour muted_;
    Colour rule_;
    std::string families_;
    std::vector<std::uint32_t> pixels_;
    cairo_surface_t* surface_;
    cairo_t* cairo_;
    std::uint32_t missing_ = 0;
};

}  // namespace

Result<Colour> parse_colour(std::string_view text) {
    const std::string_view digits = text.substr(std::min<std::size_t>(1, text.size()));
    std::uint32_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    const bool is_whole = text.starts_with('#') && read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    if (is_whole && digits.size() == 6) {
        return Colour{static_cast<std::uint8_t>(number >> 16), static_cast<std::uint8_t>(number >> 8),
                      static_cast<std::uint8_t>(number)};
    }
    if (is_whole && digits.size() == 3) {
        const auto twice = [&](int shift) { return static_cast<std::uint8_t>((number >> shift & 15) * 17); };
        return Colour{twice(8), twice(4), twice(0)};
    }
    return fail(content_error(fmt::format("'{}' is no colour", text), "write it as \"#1d1b18\"", {}));
}

Result<text::Digest> card_fonts() {
    const Result<Pango>& pango = the_pango();
    if (!pango) return fail(pango.error());
    static const text::Digest fonts = [&] {
        PangoFontFamily** families = nullptr;
        int count = 0;
        pango->list_families(pango->font_map(), &families, &count);
        std::vector<std::string> names;
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
