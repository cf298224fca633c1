// A DocumentStore holds the syntax trees of works between composing and rendering, as many as its budget allows, and
// parses the others again when they are asked for.
// keep() while composing, document() while rendering; both from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "publish/bodies.hpp"
#include "site/compose.hpp"

namespace byline::publish {

inline constexpr std::int64_t most_source_bytes = 16 << 20;  // of one Markdown file

class DocumentStore final : public BodySource {
  public:
    DocumentStore(const disk::Disk& disk, std::string content_folder, const site::Composition& composition,
                  std::uint64_t budget_bytes)
        : disk_(disk),
          content_folder_(std::move(content_folder)),
          composition_(composition),
          budget_bytes_(budget_bytes) {}

    // `number` is the file's among the sources.
    void reserve(std::size_t files) { kept_.resize(files); }
    void keep(std::size_t number, markdown::Document document);

    // In place of the one that was kept, if any.
    void replace(std::size_t number, markdown::Document document);

    // Says which file each of the catalog's works was made of, once it is gathered.
    void assign(const site::Catalog& catalog, std::span<const std::uint32_t> numbers);

    [[nodiscard]] Result<std::shared_ptr<const markdown::Document>> document(site::WorkId id) override;

  private:
    const disk::Disk& disk_;
    std::string content_folder_;
    const site::Composition& composition_;
    std::uint64_t budget_bytes_;
    std::atomic<std::uint64_t> used_bytes_{0};
    std::vector<std::shared_ptr<const markdown::Document>> kept_;  // by file number
    std::span<const std::uint32_t> file_of_work_;                  // by WorkId
    const site::Catalog* catalog_ = nullptr;
};

}  // namespace byline::publish
