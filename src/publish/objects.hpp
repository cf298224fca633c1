// What templates see of works, dates, terms, series and lists: lazy views of the catalog.
// Immutable; made once for a build and shared by all rendering threads.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "site/catalog.hpp"
#include "site/seldom.hpp"
#include "templating/object.hpp"
#include "text/timestamp.hpp"

namespace byline::publish {

class Publication;

inline constexpr std::size_t most_related = 8;   // works that `related` gives
inline constexpr std::size_t most_excerpts = 5;  // sentences of one work that links here

class DateObject final : public templating::Object {
  public:
    explicit DateObject(text::Timestamp timestamp) : timestamp_(timestamp) {}

    [[nodiscard]] templating::Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override;
    [[nodiscard]] std::string_view type_name() const override { return "date"; }
    [[nodiscard]] std::optional<std::string> to_string() const override;  // 2008-01-31
    [[nodiscard]] bool equals(const Object& other) const override;
    [[nodiscard]] std::optional<std::partial_ordering> compare(const Object& other) const override;

    [[nodiscard]] const text::Timestamp& timestamp() const { return timestamp_; }

  private:
    text::Timestamp timestamp_;
};

class WorkObject final : public templating::Object {
  public:
    WorkObject(const Publication& publication, site::WorkId id);

    [[nodiscard]] templating::Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override;
    [[nodiscard]] std::string_view type_name() const override { return "work"; }

    [[nodiscard]] site::WorkId id() const { return id_; }
    [[nodiscard]] const std::string& source_path() const;
    [[nodiscard]] const std::string& href() const;

  private:
    [[nodiscard]] templating::Value get_place(std::string_view name) const;  // where it lies and what it is
    [[nodiscard]] templating::Value get_text(std::string_view name) const;   // what the front matter says
    [[nodiscard]] site::WorkId original() const;  // what this was translated from, as far as that is recorded
    [[nodiscard]] templating::Value get_relation(std::string_view name) const;  // what other works have to do with it
    [[nodiscard]] templating::Value series() const;
    [[nodiscard]] templating::Value translations() const;

    const Publication& publication_;
    site::WorkId id_;
    site::SeldomText encoded_href_;  // where it is not the work's own path as it stands
    std::optional<DateObject> date_;
    std::unique_ptr<const DateObject> updated_;
};

// A work that links to another: all that the work has, and `excerpts`, the sentences in which it links to that one.
class BacklinkObject final : public templating::Object {
  public:
    BacklinkObject(const Publication& publication, site::WorkId id, site::WorkId target)
        : publication_(publication), id_(id), target_(target) {}

    [[nodiscard]] templating::Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override;
    [[nodiscard]] std::string_view type_name() const override { return "work"; }

  private:
    [[nodiscard]] templating::Value excerpts() const;

    const Publication& publication_;
    site::WorkId id_;
    site::WorkId target_;
};

// The works that link to one, as a sequence. What is read of it is noted as that one's backlinks by whoever made it.
class BacklinkList final : public templating::Object {
  public:
    BacklinkList(const Publication& publication, site::WorkId target) : publication_(publication), target_(target) {}

    [[nodiscard]] templating::Value get(std::string_view) const override { return {}; }
    [[nodiscard]] std::string_view type_name() const override { return "list of works"; }
    [[nodiscard]] bool is_sequence() const override { return true; }
    [[nodiscard]] std::size_t size() const override;
    [[nodiscard]] templating::Value at(std::size_t index) const override;

  private:
    const Publication& publication_;
    site::WorkId target_;
};

// Works in an order, as a sequence. Borrows the ids. What is read of it is noted under `name`, see list_name.hpp; under
// an empty one nothing is, because whoever made it has noted all of it.
class WorkList final : public templating::Object {
  public:
    WorkList(const Publication& publication, std::span<const site::WorkId> ids, std::string name)
        : publication_(publication), ids_(ids), name_(std::move(name)) {}

    [[nodiscard]] templating::Value get(std::string_view) const override { return {}; }
    [[nodiscard]] std::string_view type_name() const override { return "list of works"; }
    [[nodiscard]] bool is_sequence() const override { return true; }
    [[nodiscard]] std::size_t size() const override;
    [[nodiscard]] templating::Value at(std::size_t index) const override;
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    const Publication& publication_;
    std::span<const site::WorkId> ids_;
    std::string name_;
};

class TermObject final : public templating::Object {
  public:
    TermObject(const Publication& publication, const site::Term& term, std::uint32_t taxonomy);

    [[nodiscard]] templating::Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override;
    [[nodiscard]] std::string_view type_name() const override { return "term"; }
    [[nodiscard]] const std::string& url_path() const { return term_.url_path; }

  private:
    const Publication& publication_;
    const site::Term& term_;
    std::uint32_t taxonomy_;
    std::string href_;
};

class SeriesObject final : public templating::Object {
  public:
    SeriesObject(const Publication& publication, const site::Series& series);

    [[nodiscard]] templating::Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override;
    [[nodiscard]] std::string_view type_name() const override { return "series"; }
    [[nodiscard]] const std::string& url_path() const { return series_.url_path; }

  private:
    const Publication& publication_;
    const site::Series& series_;
    std::string href_;
};

// A work in another language, as {language, name, url, title}: each noted only when it is asked for.
[[nodiscard]] templating::Value translation_value(const Publication& publication, site::WorkId id);

// The headings as a tree of {id, title, level, children}, whatever levels the writer left out.
[[nodiscard]] templating::Value contents_value(std::span<const site::Heading> headings);

// The talk of a deck, the deck of a talk; no_work for other works and those that lack it. Notes what it asks.
[[nodiscard]] site::WorkId deck_or_talk(const Publication& publication, site::WorkId id);

}  // namespace byline::publish
