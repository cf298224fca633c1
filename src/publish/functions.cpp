#include "publish/functions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"
#include "publish/page_host.hpp"
#include "publish/publication.hpp"
#include "text/nearest.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

using templating::Call;
using templating::Value;

const PageHost& host_of(const Call& call) {
    return static_cast<const PageHost&>(*call.host());  // every render of the engine's is given one
}

Result<Value> url_for(Call& call) {
    const PageHost& host = host_of(call);
    const Publication& publication = host.publication();
    const Value& target = call.argument(0);
    if (target.is_object() || target.is_map()) {
        Value url = target.attribute("url");
        if (url.is_string()) return url;
    }
    if (!target.is_string())
        return call.fail("url_for() needs a path, or a work, term or page", "for example url_for(\"/articles/\")");
    std::string path(target.as_string_view());
    TRY(const std::string language, call.string_argument(1, "language"));
    if (!language.empty()) {
        const std::string& prefix = publication.view(language).index->prefix;
        if (path.starts_with('/') && !path.starts_with(prefix + "/")) path = prefix + path;
    }
    return Value::string(publication.urls().written(path));
}

// Replaces {name} by the argument of that name; a name that was not given stays, so that the fault is seen.
std::string filled(std::string_view phrase, const Call& call) {
    std::string out;
    std::size_t at = 0;
    while (at < phrase.size()) {
        const auto open = phrase.find('{', at);
        const auto close = open == std::string_view::npos ? open : phrase.find('}', open);
        if (close == std::string_view::npos) break;
        out.append(phrase, at, open - at);
        const std::string_view name = phrase.substr(open + 1, close - open - 1);
        const auto given = std::ranges::find(call.extra_named(), name, &templating::NamedValue::first);
        if (given == call.extra_named().end())
            out.append(phrase, open, close + 1 - open);
        else
            given->second.append_to(out);
        at = close + 1;
    }
    out.append(phrase, at);
    return out;
}

Result<Value> translate(Call& call) {
    const PageHost& host = host_of(call);
    TRY(const std::string key, call.string_argument(0, "key"));
    graph::note(graph::FactKind::Phrase, {host.language(), key});
    Value phrase = host.publication().theme().phrase(key, host.language());
    if (phrase.is_map()) {
        const auto count = std::ranges::find(call.extra_named(), "count", &templating::NamedValue::first);
        const bool is_one = count != call.extra_named().end() && count->second.is_int() && count->second.as_int() == 1;
        Value form = phrase.attribute(is_one ? "one" : "other");
        phrase = form.is_undefined() ? phrase.attribute("other") : std::move(form);
    }
    if (!phrase.is_string()) {
        return call.fail(fmt::format("no phrase '{}'", key),
                         fmt::format("add it to i18n/{}.toml of the theme", host.language()));
    }
    if (call.extra_named().empty()) return phrase;
    return Value::string(filled(phrase.as_string_view(), call));
}

Result<Value> asset(Call& call) {
    const Publication& publication = host_of(call).publication();
    TRY(const std::string name, call.string_argument(0, "name"));
    graph::note(graph::FactKind::Asset, {name});
    if (const std::string* href = publication.asset_href(name)) return Value::view(*href);
    std::vector<std::string_view> known;
    for (const auto& [path, output] : publication.assets()) known.emplace_back(path);
    const auto near = text::nearest(name, known);
    return call.fail(fmt::format("no asset '{}'", name), near ? fmt::format("did you mean '{}'?", *near)
                                                              : "put it into the theme's assets/, or into static/");
}

const DateObject* date_of(const Value& value) {
    return value.is_object() ? dynamic_cast<const DateObject*>(&value.as_object()) : nullptr;
}

Result<Value> date_filter(Call& call) {
    TRY(const std::string pattern, call.string_argument(0, "format", "long"));
    if (call.input().is_none()) return Value::view("");
    const DateObject* date = date_of(call.input());
    if (date != nullptr) return Value::string(text::format_date(date->timestamp(), pattern, host_of(call).language()));
    if (call.input().is_string()) {  // of a data file or `extra`
        const auto parsed = text::parse_timestamp(call.input().as_string_view());
        if (parsed) return Value::string(text::format_date(*parsed, pattern, host_of(call).language()));
    }
    return call.wrong_input("a date");
}

Result<Value> rfc3339_filter(Call& call) {
    const DateObject* date = date_of(call.input());
    if (date == nullptr) return call.wrong_input("a date");
    return Value::string(date->timestamp().date_only ? text::format_iso_date(date->timestamp())
                                                     : text::format_rfc3339(date->timestamp()));
}

Result<Value> markdown_filter(Call& call) {
    if (call.input().is_none()) return Value::safe_view("");
    if (!call.input().is_string()) return call.wrong_input("text");
    TRY(const bool is_inline, call.bool_argument(0, "inline", false));
    const markdown::Document document = markdown::parse(std::string(call.input().as_string_view()));
    if (!is_inline) return Value::safe(markdown::render_html(document));
    const markdown::Node first = document.root().first_child();
    return first ? Value::safe(markdown::render_inlines(first)) : Value::safe_view("");
}

Result<Value> absolute_url_filter(Call& call) {
    if (!call.input().is_string()) return call.wrong_input("a URL");
    const SiteUrls& urls = host_of(call).publication().urls();
    const std::string_view url = call.input().as_string_view();
    if (text::is_external(url)) return call.input();
    // What url_for() and .url give has the base path already.
    const bool has_base = url.starts_with(urls.base_path());
    return Value::string(urls.base_url() + std::string(url.substr(has_base               ? urls.base_path().size()
                                                                  : url.starts_with('/') ? 1
                                                                                         : 0)));
}

Result<Value> number_filter(Call& call) {
    if (!call.input().is_integral()) return call.wrong_input("a whole number");
    std::string digits = std::to_string(call.input().as_int());
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (digits.starts_with('-') ? 1 : 0); at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return Value::string(std::move(digits));
}

}  // namespace

void add_functions(templating::Environment& environment, const Publication& publication) {
    environment.add_function("url_for", {"target!", "language"}, url_for);
    environment.add_function("t", {"key!", "**"}, translate);
    environment.add_function("asset", {"name!"}, asset);
    environment.add_filter("date", {"format"}, date_filter);
    environment.add_filter("rfc3339", {}, rfc3339_filter);
    environment.add_filter("markdown", {"inline"}, markdown_filter);
    environment.add_filter("absolute_url", {}, absolute_url_filter);
    environment.add_filter("number", {}, number_filter);
    environment.add_global("data", publication.data());
}

}  // namespace byline::publish
