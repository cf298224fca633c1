// A ServedSite is a site with one page and its conversation, asked as browsers and mail programs ask.
// For test programs; one thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "database/store_test.hpp"
#include "discussion/discussion.hpp"
#include "disk/memory_disk.hpp"
#include "server/route_table.hpp"
#include "text/url.hpp"

namespace byline::discussion {

// Far beyond what anything takes, on a machine that is busy with other things too.
inline constexpr std::chrono::seconds longest_wait{120};

// A mail server that keeps what it takes, for whoever waits for it.
class LetterBox final : public mail::Sender {
  public:
    [[nodiscard]] mail::SendResult send(const mail::Message& message) override {
        const std::lock_guard lock(mutex_);
        if (is_away_) return {mail::Delivery::Temporary, 0, system_error("it is away", "wait", {})};
        letters_.push_back(message);
        came_.notify_all();
        return {};
    }
    // The first letter to that address, once it is there; it is taken out. Throws when none comes.
    [[nodiscard]] mail::Message take(const std::string& mailbox) {
        std::unique_lock lock(mutex_);
        const auto latest = std::chrono::steady_clock::now() + longest_wait;
        for (;;) {
            for (auto letter = letters_.begin(); letter != letters_.end(); ++letter) {
                if (letter->to.mailbox() != mailbox) continue;
                mail::Message taken = *letter;
                letters_.erase(letter);
                return taken;
            }
            if (came_.wait_until(lock, latest) == std::cv_status::timeout)
                throw std::runtime_error("no letter came to " + mailbox);
        }
    }
    [[nodiscard]] std::size_t count(const std::string& mailbox) {
        const std::lock_guard lock(mutex_);
        std::size_t found = 0;
        for (const auto& letter : letters_) found += letter.to.mailbox() == mailbox ? 1 : 0;
        return found;
    }
    void set_away(bool is_away) {
        const std::lock_guard lock(mutex_);
        is_away_ = is_away;
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<mail::Message> letters_;
    bool is_away_ = false;
};

inline constexpr const char* site_origin = "https://example.org";
inline constexpr const char* page_address = "/articles/树/";

class ServedSite {
  public:
    // With the page that stands when the conversation begins: the worker may look at it before anything else is put.
    explicit ServedSite(DiscussionOptions options,
                        const std::string& first_page = "<title>种 &amp; 树</title><main><p>text</p></main>") {
        const disk::MemoryDisk disk;
        site::Configuration configuration;
        for (const char* code : {"en", "zh"}) configuration.languages.emplace_back().code = code;
        site::Theme::Reading theme = site::Theme::load(disk, "", configuration);
        options.origin = site_origin;
        options.rules.least_seconds = 0;
        options.site_names = {{"", "Lin's Notebook"}, {"zh", "林间笔记"}};
        options.tell = [](const Error& error) { ADD_FAILURE() << error.message; };
        auto opened = Discussion::open(std::move(options), std::move(theme.theme));
        if (!opened) throw std::runtime_error(opened.error().message);
        discussion = std::move(*opened);
        auto made = server::RouteTable::make(
            {.origins = {site_origin},
             .tokens = discussion->tokens(),
             .identify = [this](const http::Request& request,
                                std::time_t moment) { return discussion->identify(request, moment); },
             .deny = {}},
            discussion->routes());
        if (!made) throw std::runtime_error(made.error().message);
        table.emplace(std::move(*made));
        put_page(first_page);
        discussion->begin([] {});
    }
    ~ServedSite() { discussion->end(); }
    ServedSite(const ServedSite&) = delete;
    ServedSite& operator=(const ServedSite&) = delete;

    void put_page(const std::string& html, const std::string& language = "zh") {
        const std::string place = "<!--byline:conversation " + language + " 2024-03-18--><!--/byline:conversation-->";
        server::ResourceFacts facts;
        facts.content_type = "text/html; charset=utf-8";
        const auto bytes = std::make_shared<const std::string>("<!doctype html><head></head>" + html + place);
        const auto resource = std::make_shared<const server::Resource>(std::move(facts), bytes);
        auto site = std::make_shared<server::SiteSnapshot>();
        server::SitePlace at;
        at.resource = resource;
        site->files[std::string(page_address).substr(1) + "index.html"].place = at;
        site->places[page_address] = at;
        live = discussion->compose(site);
    }

    http::Response get(const std::string& path) {
        http::Request request;
        request.method = http::Method::Get;
        set_target(request, path);
        return answer(std::move(request));
    }
    // As a form of a page of the site does.
    http::Response post(const std::string& path, const std::map<std::string, std::string>& fields) {
        std::map<std::string, std::string> whole = fields;
        whole["form_token"] = table->settings().tokens.issue({}, std::time(nullptr));
        return send(path, whole, site_origin);
    }
    // As anybody's server does.
    http::Response send(const std::string& path, const std::map<std::string, std::string>& fields,
                        const std::string& origin = {}) {
        http::Request request;
        request.method = http::Method::Post;
        set_target(request, path);
        if (!origin.empty()) request.headers.push_back({"Origin", origin});
        request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        for (const auto& [name, value] : fields) {
            request.body += (request.body.empty() ? "" : "&") + name + "=" + text::percent_encode_component(value);
        }
        return answer(std::move(request));
    }

    // The number of the comment that a reader wrote by the form.
    std::int64_t comment(const std::string& name, const std::string& email, const std::string& body,
                         const std::string& parent = {}) {
        std::map<std::string, std::string> fields{
            {"page", page_address}, {"parent", parent}, {"name", name}, {"email", email}, {"body", body}};
        const http::Response preview = post("/conversation/preview", fields);
        fields["age"] = field_of(preview.body, "age");
        const http::Response sent = post("/conversation/send", fields);
        EXPECT_EQ(sent.status, 303) << sent.body;
        for (const auto& header : sent.headers) {
            if (header.name != "Location") continue;
            const std::string before = "/conversation/comments/";
            return std::stoll(header.value.substr(before.size()));
        }
        return 0;
    }

    static std::string field_of(const std::string& html, const std::string& name) {
        const std::string before = "name=\"" + name + "\" value=\"";
        const std::size_t at = html.find(before);
        if (at == std::string::npos) return {};
        const std::size_t begin = at + before.size();
        return html.substr(begin, html.find('"', begin) - begin);
    }
    // The path of the first link below `below` in a letter.
    static std::string link_in(const std::string& text, const std::string& below) {
        const std::size_t at = text.find(std::string(site_origin) + "/conversation/" + below);
        if (at == std::string::npos) return {};
        const std::size_t begin = at + std::string(site_origin).size();
        return text.substr(begin, text.find('\n', begin) - begin);
    }

    std::unique_ptr<Discussion> discussion;
    std::optional<server::RouteTable> table;
    std::shared_ptr<const server::SiteSnapshot> live;  // shared: as servers hold it
    std::string network = "192.0.2.1";

  private:
    static void set_target(http::Request& request, const std::string& path) {
        const std::size_t question = std::min(path.find('?'), path.size());
        request.target.path = *text::percent_decode(path.substr(0, question));
        if (question < path.size()) request.target.query = path.substr(question + 1);
    }
    http::Response answer(http::Request request) {
        return table->answer(request, *http::IpAddress::from_text(network), http::Transport::Tls, std::time(nullptr));
    }
};

}  // namespace byline::discussion
