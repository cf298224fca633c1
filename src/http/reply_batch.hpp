// A ReplyBatch gathers the answers to the requests of one turn, so that one call of the system sends them all: texts
// that are copied, and references to bytes that stay where they are. Belongs to one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "http/file_body.hpp"

namespace byline::http {

class ReplyBatch {
  public:
    // Below this, a copy costs less than one more piece.
    static constexpr std::size_t copied_bytes_max = 2048;

    struct Piece {
        const char* bytes = nullptr;  // null: of the copied text, at `offset`
        std::size_t offset = 0;
        std::size_t size = 0;
    };

    void copy(std::string_view bytes) {
        if (bytes.empty()) return;
        if (pieces_.empty() || pieces_.back().bytes != nullptr) pieces_.push_back({nullptr, text_.size(), 0});
        pieces_.back().size += bytes.size();
        text_.append(bytes);
    }
    // `bytes` have to last until they are sent; Responder::hold() sees to that.
    void refer(std::string_view bytes) {
        if (bytes.size() <= copied_bytes_max) return copy(bytes);
        pieces_.push_back({bytes.data(), 0, bytes.size()});
    }
    // Sent after all of this; the turn ends with it.
    void send_file(FileBody file) { file_ = std::move(file); }

    [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }
    [[nodiscard]] std::string_view text_of(const Piece& piece) const {
        return piece.bytes != nullptr ? std::string_view(piece.bytes, piece.size)
                                      : std::string_view(text_).substr(piece.offset, piece.size);
    }
    [[nodiscard]] bool has_file() const { return file_.rest() > 0; }
    [[nodiscard]] FileBody take_file() { return std::move(file_); }
    [[nodiscard]] bool is_empty() const { return pieces_.empty(); }
    void clear() {
        text_.clear();
        pieces_.clear();
        file_ = FileBody();
    }

  private:
    std::string text_;
    std::vector<Piece> pieces_;
    FileBody file_;
};

}  // namespace byline::http
