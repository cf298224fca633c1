// Pictures are those that texts of the site show: what each is, and the smaller ones that were made of it.
// Made by look_at() before anything is rendered; afterwards any number of threads may ask.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "disk/disk.hpp"
#include "graph/build_record.hpp"
#include "output/output_sink.hpp"
#include "publish/inputs.hpp"
#include "publish/picture_facts.hpp"
#include "result/diagnostic.hpp"
#include "site/plan.hpp"
#include "site/work.hpp"

namespace byline::publish {

class PictureStore;
class Publication;

struct SmallerPicture {
    std::string output_path;
    std::string kept_name;  // in the PictureStore: the same for all files with these bytes
    std::uint32_t width = 0;
};

struct ShownPicture {
    const site::CopiedFile* file = nullptr;
    bool is_shown = false;  // else texts only link to it, and no smaller ones are made
    text::Digest digest;    // of the file's bytes
    PictureFacts facts;
    std::vector<SmallerPicture> smaller;  // by width
};

// What look_at() works with.
struct PictureMark {
    std::string_view output_path;
    bool is_shown = false;  // else only linked to
};

struct PictureReading {
    const Publication& publication;
    const disk::Disk& disk;
    output::OutputSink* sink = nullptr;  // null: nothing is made, and what cannot be decoded is not found
    Inputs& inputs;
    const graph::BuildRecord* before = nullptr;
    cache::ContentCache& cache;
    PictureStore* store = nullptr;  // null: what the sink lacks is made
    std::size_t threads = 1;
};

class Pictures {
  public:
    // Where smaller pictures go, below the output folder.
    static constexpr std::string_view folder = "pictures/";

    // Finds the pictures that texts show, and gives the sink the smaller ones: those that stand stay. An error is the
    // sink's.
    [[nodiscard]] Result<void> look_at(const PictureReading& reading);
    // The same, but for finding them: when texts show those that they showed when these were its marks().
    [[nodiscard]] Result<void> look_again(const PictureReading& reading, std::span<const PictureMark> marks);
    // By output path; null when no text shows it.
    [[nodiscard]] const ShownPicture* find(std::string_view output_path) const;
    // What is wrong with them, where they are shown.
    [[nodiscard]] Diagnostics faults(const Publication& publication) const;
    [[nodiscard]] bool has_faults() const { return has_faults_; }
    // Output paths of those that were found, and whether texts show them.
    [[nodiscard]] std::vector<PictureMark> marks() const;
    // Of all smaller ones.
    [[nodiscard]] std::set<std::string, std::less<>> names() const;

  private:
    [[nodiscard]] Result<void> look_at_shown(const PictureReading& reading);
    [[nodiscard]] Result<void> look_at(const PictureReading& reading, ShownPicture& picture) const;

    std::map<std::string, ShownPicture, std::less<>> shown_;
    bool has_faults_ = false;
};

// The output path of the picture that a text of `work` calls `destination`, whether it is there or not; empty when it
// is none of this site's.
[[nodiscard]] std::string picture_path(const Publication& publication, const site::Work& work,
                                       std::string_view destination);
// What is known of that picture, noted as read; null when it is not known.
[[nodiscard]] const media::PictureInfo* shown_info(const Publication& publication, const site::Work& work,
                                                   std::string_view destination);
// Whether both texts show the same pictures.
[[nodiscard]] bool shows_same_pictures(const site::Work& a, const site::Work& b);

}  // namespace byline::publish
