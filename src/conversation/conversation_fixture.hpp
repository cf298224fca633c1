// A ConversationFixture is a fresh store of either kind with readers who post.
// For test programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "conversation/moderation.hpp"
#include "conversation/posting.hpp"
#include "conversation/threads.hpp"
#include "database/store_test.hpp"

namespace byline::conversation {

inline constexpr std::int64_t start = 1'700'000'000'000;
inline constexpr const char* page = "/articles/dns/";

struct Wish {
    std::string name = "王小明";
    std::string email = {};
    std::optional<std::int64_t> parent = std::nullopt;
    std::optional<std::int64_t> signed_in = std::nullopt;
    std::string network = "n1";
    std::string thread = page;
};

class ConversationFixture : public database::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped()) database_.emplace(opened(address_));
    }

    Posted post(const std::string& body, const Wish& wish = {}) {
        now_ += 61'000;
        const Draft draft{wish.thread, wish.parent, wish.name, wish.email, "", body};
        auto posted = post_comment(*database_, rules_, draft, {wish.network, wish.signed_in},
                                   {60, std::to_string(++forms_)}, false, now_);
        EXPECT_TRUE(posted) << posted.error().message;
        return posted ? *posted : Posted{};
    }
    void publish(std::int64_t comment) {
        EXPECT_TRUE(
            decide(*database_, {comment}, State::Published, "author", "", "act" + std::to_string(comment), now_));
    }
    Thread thread(const char* address = page) {
        auto read = read_thread(*database_, address);
        EXPECT_TRUE(read) << read.error().message;
        return read ? std::move(*read) : Thread{};
    }
    std::vector<std::string> shape() {
        std::vector<std::string> lines;
        for (const Comment& comment : thread().comments)
            lines.push_back(std::string(static_cast<std::size_t>(comment.depth), '-') + comment.html.string());
        return lines;
    }

    std::optional<database::Database> database_;
    Rules rules_;
    std::int64_t now_ = start;
    int forms_ = 0;
};

}  // namespace byline::conversation
