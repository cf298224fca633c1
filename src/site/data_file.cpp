#include "site/data_file.hpp"

#include <utility>

#include "site/data_file_csv.hpp"
#include "site/data_file_json.hpp"
#include "site/data_node.hpp"
#include "site/toml_reading.hpp"
#include "site/yaml_reading.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

Result<templating::Value> value_of(Result<DataNode> node) {
    if (!node) return fail(std::move(node).error());
    return to_value(*node);
}

std::string_view ending_of(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos || path.find('/', dot) != std::string_view::npos ? "" : path.substr(dot);
}

Result<templating::Value> parse_by_ending(std::string_view bytes, std::string_view path) {
    const std::string_view ending = ending_of(path);
    if (ending == ".toml") return value_of(parse_toml(bytes, path));
    if (ending == ".yaml" || ending == ".yml") return value_of(parse_yaml(bytes, path));
    if (ending == ".json") return parse_json(bytes, path);
    if (ending == ".csv") return parse_csv(bytes, path);
    return fail(content_error("a data file of unknown form", "name it .toml, .yaml, .yml, .json or .csv",
                              {std::string(path), 0, 0}));
}

}  // namespace

Result<templating::Value> parse_data_file(std::string_view bytes, std::string_view path) {
    if (bytes.starts_with(text::utf8_byte_order_mark)) bytes.remove_prefix(text::utf8_byte_order_mark.size());
    if (const auto invalid = text::find_invalid(bytes)) {
        return fail(content_error("not valid UTF-8", "save the file as UTF-8",
                                  text::place_of(bytes, invalid->offset, std::string(path))));
    }
    Result<templating::Value> value = parse_by_ending(bytes, path);
    if (!value && value.error().place.line > 0 && value.error().snippet.empty()) {
        value.error().snippet = text::line_at(bytes, value.error().place.line);
    }
    return value;
}

}  // namespace byline::site
