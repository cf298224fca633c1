#include "http/event_stream.hpp"

#include <utility>

namespace byline::http {

namespace {

std::shared_ptr<const std::string> shared_event_text(const ServerEvent& event) {
    return std::make_shared<const std::string>(event_text(event));
}

}  // namespace

std::string event_text(const ServerEvent& event) {
    std::string text;
    if (!event.name.empty()) {
        text += "event: ";
        for (const char c : event.name) text.push_back(c == '\r' || c == '\n' ? ' ' : c);
        text.push_back('\n');
    }
    // CR, LF and CR LF all end a line of the format, so each line of the data becomes a field of its own.
    std::string_view rest = event.data;
    while (true) {
        const std::size_t end = rest.find_first_of("\r\n");
        text += "data: ";
        text += rest.substr(0, end);
        text.push_back('\n');
        if (end == std::string_view::npos) break;
        rest.remove_prefix(rest.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    text.push_back('\n');
    return text;
}

void EventStream::send(const std::shared_ptr<const std::string>& text) {
    for (EventSubscriber* subscriber : subscribers_) subscriber->deliver(text);
}

void EventStream::publish(const ServerEvent& event) {
    const auto text = shared_event_text(event);
    const std::lock_guard lock(mutex_);
    send(text);
}

void EventStream::publish(const ServerEvent& event, const ServerEvent& greeting) {
    const auto text = shared_event_text(event);
    auto greeting_text = shared_event_text(greeting);
    const std::lock_guard lock(mutex_);
    greeting_ = std::move(greeting_text);
    send(text);
}

void EventStream::set_greeting(const ServerEvent& greeting) {
    auto text = shared_event_text(greeting);
    const std::lock_guard lock(mutex_);
    greeting_ = std::move(text);
}

void EventStream::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (EventSubscriber* subscriber : subscribers_) subscriber->finish();
}

void EventStream::subscribe(EventSubscriber& subscriber) {
    const std::lock_guard lock(mutex_);
    subscribers_.push_back(&subscriber);
    if (greeting_) subscriber.deliver(greeting_);
    if (closed_) subscriber.finish();
}

void EventStream::unsubscribe(EventSubscriber& subscriber) {
    const std::lock_guard lock(mutex_);
    std::erase(subscribers_, &subscriber);
}

std::size_t EventStream::subscriber_count() const {
    const std::lock_guard lock(mutex_);
    return subscribers_.size();
}

}  // namespace byline::http
