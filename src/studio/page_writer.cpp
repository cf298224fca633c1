#include "studio/page_writer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "site/data_file.hpp"
#include "studio/embedded_desk.hpp"
#include "templating/template.hpp"
#include "text/digest.hpp"
#include "text/timestamp.hpp"

namespace byline::studio {
namespace {

using templating::Call;
using templating::Value;
using templating::ValueMap;

constexpr std::size_t digest_digits = 8;

std::string_view bytes_of(std::string_view path) {
    for (const EmbeddedFile& file : embedded_desk()) {
        if (file.path == path) return file.bytes;
    }
    return {};
}

// "studio.1a2b3c4d.css": another name for other bytes, so that browsers may keep each forever.
std::string dated_name(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return fmt::format("{}.{}{}", path.substr(0, dot), text::digest_of(bytes_of(path)).hex().substr(0, digest_digits),
                       path.substr(dot));
}

Value chosen_form(const Value& words, std::string_view key, const Value* count) {
    Value phrase = words.attribute(key);
    if (!phrase.is_map()) return phrase;
    const bool is_one = count != nullptr && count->is_int() && count->as_int() == 1;
    Value form = phrase.attribute(is_one ? "one" : "other");
    return form.is_undefined() ? phrase.attribute("other") : form;
}

void fill_in(std::string& phrase, std::string_view name, const Value& value) {
    const std::string hole = fmt::format("{{{}}}", name);
    const std::size_t at = phrase.find(hole);
    if (at != std::string::npos) phrase.replace(at, hole.size(), value.to_string());
}

Result<Value> translated(const Value& words, Call& call) {
    TRY(const std::string key, call.string_argument(0, "key"));
    const auto count = std::ranges::find(call.extra_named(), "count", &templating::NamedValue::first);
    const Value phrase = chosen_form(words, key, count == call.extra_named().end() ? nullptr : &count->second);
    if (!phrase.is_string()) return call.fail("no phrase '" + key + "'", "add it to the studio's words");
    std::string text(phrase.as_string_view());
    for (const auto& [name, value] : call.extra_named()) fill_in(text, name, value);
    return Value::string(std::move(text));
}

}  // namespace

PageWriter::PageWriter(PageSetup setup)
    : setup_(std::move(setup)), style_name_(dated_name("studio.css")), script_name_(dated_name("studio.js")) {
    if (!setup_.language.starts_with("zh")) setup_.language = "en";
    auto loader = std::make_unique<templating::MemoryLoader>();
    for (const EmbeddedFile& file : embedded_desk()) {
        if (file.path.ends_with(".html")) loader->add(std::string(file.path), std::string(file.bytes));
    }
    environment_ = std::make_unique<templating::Environment>(std::move(loader));
    environment_->add_function("t", {"key!", "**"}, [this](Call& call) { return translated(words_, call); });
}

Result<std::unique_ptr<PageWriter>> PageWriter::make(PageSetup setup) {
    std::unique_ptr<PageWriter> writer(new PageWriter(std::move(setup)));
    CHECK(writer->read_words());
    for (const EmbeddedFile& file : embedded_desk()) {
        if (!file.path.ends_with(".html")) continue;
        TRY([[maybe_unused]] const auto* const compiled, writer->environment_->get(file.path));
    }
    return writer;
}

Result<void> PageWriter::read_words() {
    const std::string path = setup_.language.starts_with("zh") ? "zh.toml" : "en.toml";
    TRY(words_, site::parse_data_file(bytes_of(path), path));
    return {};
}

std::string PageWriter::prefix() const {
    return setup_.site_path + std::string(studio_folder);
}

bool PageWriter::has_phrase(std::string_view key) const {
    return !words_.attribute(key).is_undefined();
}

std::string PageWriter::phrase(std::string_view key, const ValueMap& values) const {
    const Value phrase = chosen_form(words_, key, values.find("count"));
    if (!phrase.is_string()) return std::string(key);
    std::string text(phrase.as_string_view());
    for (const auto& [name, value] : values) fill_in(text, name.to_string(), value);
    return text;
}

Value PageWriter::time(std::int64_t time_ms) const {
    const text::Timestamp time{.seconds = time_ms / ms_of_second, .offset_seconds = setup_.utc_offset_seconds};
    ValueMap map;
    map.set("iso", Value::string(text::format_rfc3339(time)));
    map.set("long", Value::string(text::format_date(time, "short", setup_.language) +
                                  text::format_date(time, " %H:%M", setup_.language)));
    return Value::map(std::move(map));
}

http::Response PageWriter::page(int status, std::string_view template_name, ValueMap values) const {
    values.set("routes", Value::string(prefix()));
    values.set("site_path", Value::string(setup_.site_path));
    values.set("site_title", Value::string(setup_.site_title));
    values.set("language", Value::string(setup_.language));
    values.set("style", Value::string(style_name_));
    values.set("script", Value::string(script_name_));
    std::string html;
    const auto compiled = environment_->get(template_name);
    const auto rendered = compiled ? templating::render(**compiled, Value::map(std::move(values)), html)
                                   : Result<void>(fail(compiled.error()));
    // Only a bug does this; the words of an error are for whoever looks for it.
    http::Response response = rendered ? http::html_response(status, std::move(html))
                                       : http::text_response(500, rendered.error().message + "\n");
    add_studio_headers(response);
    return response;
}

std::optional<http::Response> PageWriter::file(std::string_view name) const {
    http::Response response;
    if (name == style_name_) {
        response.headers = {{"Content-Type", "text/css; charset=utf-8"}};
        response.body = bytes_of("studio.css");
    } else if (name == script_name_) {
        response.headers = {{"Content-Type", "text/javascript; charset=utf-8"}};
        response.body = bytes_of("studio.js");
    } else {
        return std::nullopt;
    }
    response.headers.push_back({"Cache-Control", "public, max-age=31536000, immutable"});
    return response;
}

void add_studio_headers(http::Response& response) {
    // Not no-referrer: then browsers would hide from our own forms where they come from.
    response.headers.push_back({"Referrer-Policy", "same-origin"});
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"X-Robots-Tag", "noindex"});
    response.headers.push_back({"X-Frame-Options", "DENY"});
    response.headers.push_back({"Content-Security-Policy",
                                "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                                "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"});
}

}  // namespace byline::studio
