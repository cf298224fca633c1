#include "math/formulas.hpp"

#include <algorithm>
#include <utility>

#include "math/engine.hpp"
#include "math/mathml_check.hpp"
#include "math/style_classes.hpp"
#include "text/json.hpp"
#include "text/utf8.hpp"

namespace byline::math {
namespace {

// Enough of a formula to know it again.
std::string shown(std::string_view tex) {
    constexpr std::size_t most_bytes = 60;
    const std::size_t begin = std::min(tex.find_first_not_of(" \t\n"), tex.size());
    tex.remove_prefix(begin);
    std::string text(tex.substr(0, text::boundary_at_or_before(tex, most_bytes)));
    std::replace(text.begin(), text.end(), '\n', ' ');
    return tex.size() > most_bytes ? text + "…" : text;
}

Error fault_of(std::string_view tex, std::string_view what, Place place) {
    Error error =
        content_error("in the formula '" + shown(tex) + "': " + std::string(what),
                      "correct the TeX; a dollar sign that begins no formula is written \\$", std::move(place));
    if (error.place.line > 0) error.snippet = text::line_at(tex, error.place.line);
    return error;
}

std::string json_of(const Macros& macros) {
    std::string json = "{";
    for (const auto& [name, meaning] : macros) {
        if (json.size() > 1) json += ',';
        text::append_json_string(json, name);
        json += ':';
        text::append_json_string(json, meaning);
    }
    return json + "}";
}

}  // namespace

Formulas::Formulas(const Macros& macros, const Limits& limits) : limits_(limits), macros_(json_of(macros)) {
    text::DigestBuilder digest;
    digest.add(macros_).add_number(limits.formula_bytes).add_number(limits.output_bytes);
    digest_ = digest.add_number(limits.expansions).add_number(limits.steps).add_number(limits.heap_bytes).digest();
}

Formulas::~Formulas() = default;

std::unique_ptr<Engine> Formulas::take_engine() {
    {
        const std::scoped_lock lock(mutex_);
        if (!idle_.empty()) {
            std::unique_ptr<Engine> engine = std::move(idle_.back());
            idle_.pop_back();
            return engine;
        }
    }
    return std::make_unique<Engine>(limits_);
}

void Formulas::give_back(std::unique_ptr<Engine> engine) {
    if (engine->is_spent()) return;
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(engine));
}

Result<text::SafeHtml> Formulas::render(std::string_view tex, Style style) {
    if (tex.size() > limits_.formula_bytes)
        return fail(fault_of(tex, "it has more than " + std::to_string(limits_.formula_bytes) + " bytes", {}));
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t'; };
    if (std::ranges::any_of(tex, is_control)) return fail(fault_of(tex, "it holds a control character", {}));
    std::unique_ptr<Engine> engine = take_engine();
    Answer answer = engine->render(tex, style, macros_);
    give_back(std::move(engine));
    if (!answer.mathml) {
        Place place = answer.offset ? text::place_of(tex, *answer.offset, {}) : Place{};
        return fail(fault_of(tex, answer.fault, std::move(place)));
    }
    std::string mathml = without_styles(*answer.mathml);
    if (const std::string refused = refused_in_mathml(mathml); !refused.empty())
        return fail(fault_of(tex, "it would put " + refused + " into the page", {}));
    return text::SafeHtml::vouch(std::move(mathml));
}

}  // namespace byline::math
