// An Address is where mail goes, a MessageId what a message is known by, a HeaderUrl a web address in a header. They
// can only be made by parsing, so that nothing that a reader typed can end a header and begin another. Values;
// immutable once made.
#pragma once

#include <string>
#include <string_view>

#include "result/result.hpp"

namespace byline::mail {

class Address {
  public:
    // `mailbox` is "name@example.org" in ASCII by RFC 5321, section 4.1.2, without quoted names and numbers of hosts.
    // `display_name` may be any text; its control characters become spaces, and it is cut at 200 bytes.
    [[nodiscard]] static Result<Address> parse(std::string_view mailbox, std::string_view display_name = {});

    [[nodiscard]] const std::string& mailbox() const { return mailbox_; }
    [[nodiscard]] const std::string& display_name() const { return display_name_; }

  private:
    Address() = default;

    std::string mailbox_;
    std::string display_name_;
};

class MessageId {
  public:
    // "<left@right>" by RFC 5322, section 3.6.4, of what both sides of an Address may have.
    [[nodiscard]] static Result<MessageId> parse(std::string_view text);

    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    MessageId() = default;

    std::string text_;
};

class HeaderUrl {
  public:
    // http or https, of printable ASCII without "<", ">" and spaces, up to 900 bytes, because lines end at 998.
    [[nodiscard]] static Result<HeaderUrl> parse(std::string_view url);

    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    HeaderUrl() = default;

    std::string text_;
};

}  // namespace byline::mail
