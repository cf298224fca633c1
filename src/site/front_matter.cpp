#include "site/front_matter.hpp"

#include <string>
#include <utility>

#include "site/data_node.hpp"
#include "site/data_reader.hpp"
#include "site/flat_yaml.hpp"
#include "site/front_matter_block.hpp"
#include "site/front_matter_keys.hpp"
#include "site/toml_reading.hpp"
#include "site/yaml_reading.hpp"
#include "templating/value_map.hpp"

namespace byline::site {
namespace {

Result<DataNode> parse_block(const FrontMatterBlock& block, std::string_view path) {
    if (block.format == FrontMatterFormat::Toml) return parse_toml(block.text, path, block.first_line);
    if (auto flat = read_flat_yaml(block.text, block.first_line)) return std::move(*flat);
    TRY(DataNode root, parse_yaml(block.text, path, block.first_line));
    if (root.kind == DataKind::Null) root.kind = DataKind::Map;
    if (root.kind != DataKind::Map) {
        return fail(content_error("front matter is " + std::string(described(root)) + ", not keys with values",
                                  "write 'title: …'; a horizontal rule at the head of a file is written ***",
                                  {std::string(path), root.place.line, root.place.column}));
    }
    return root;
}

}  // namespace

FrontMatterReading read_front_matter(std::string_view bytes, std::string_view path,
                                     const Configuration& configuration) {
    FrontMatterReading reading;
    reading.metadata.extra = templating::Value::map({});
    const FrontMatterBlock block = find_front_matter(bytes);
    reading.body_offset = block.body_offset;
    reading.body_line = block.body_line;
    if (block.format == FrontMatterFormat::None) return reading;

    DataReader reader(bytes, path, reading.diagnostics);
    if (!block.closed) {
        const std::string mark = block.format == FrontMatterFormat::Yaml ? "---" : "+++";
        reader.report(
            {1, 1}, "front matter is not closed",
            "end it by a line " + mark +
                (block.format == FrontMatterFormat::Yaml ? "; a horizontal rule at the head of a file is written ***"
                                                         : ""));
        return reading;
    }
    Result<DataNode> root = parse_block(block, path);
    if (!root) {
        reader.report(std::move(root).error());
        return reading;
    }
    read_front_matter_keys(*root, configuration, reader, reading.metadata);
    reader.sort_reports();
    return reading;
}

}  // namespace byline::site
