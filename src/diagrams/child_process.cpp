#include "diagrams/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace byline::diagrams {
namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() { close(); }

    [[nodiscard]] int number() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

  private:
    int number_ = -1;
};

struct Pipe {
    Descriptor reading;
    Descriptor writing;
};

Failure failure(const Child& child, std::string_view what) {
    return fail(system_error(fmt::format("cannot run {}: {}: {}", child.program, what, std::strerror(errno)), {}, {}));
}

Result<Pipe> open_pipe(const Child& child) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failure(child, "pipe");
    Pipe pipe{Descriptor(ends[0]), Descriptor(ends[1])};
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    return pipe;
}

// The input as a file without a name: the child may read it when it likes, and nobody waits for it to do so.
Result<Descriptor> open_input(const Child& child, std::string_view input) {
    Descriptor file(::memfd_create("input", MFD_CLOEXEC));
    if (file.number() < 0) return failure(child, "memfd_create");
    while (!input.empty()) {
        const ssize_t written = ::write(file.number(), input.data(), input.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return failure(child, "write");
        input.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::lseek(file.number(), 0, SEEK_SET) != 0) return failure(child, "lseek");
    return file;
}

void set_limit(int resource, rlim_t most) {
    const rlimit limit{most, most};
    static_cast<void>(::setrlimit(resource, &limit));
}

// Pointers to the texts, and a null pointer.
std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

// What the child does before it becomes the program. Between fork() and execve() other threads may have held any lock:
// nothing here allocates.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment, const int* descriptors,
                         const ChildLimits& limits) {
    ::setpgid(0, 0);
    for (int target = 0; target < 3; ++target) {
        if (::dup2(descriptors[target], target) < 0) ::_exit(127);
    }
    static_cast<void>(::syscall(SYS_close_range, 3U, ~0U, 0U));  // those that others opened without O_CLOEXEC
    struct sigaction standard {};
    standard.sa_handler = SIG_DFL;
    for (int signal = 1; signal < 32; ++signal) ::sigaction(signal, &standard, nullptr);
    ::signal(SIGXFSZ, SIG_IGN);  // a write to a file fails instead; fontconfig would like to keep a cache
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_NOFILE, 64);
    set_limit(RLIMIT_CPU, limits.processor_seconds);
    set_limit(RLIMIT_AS, limits.memory_bytes);
    if (::chdir("/") != 0) ::_exit(127);
    ::execve(program, arguments, environment);
    ::_exit(127);
}

class Running {
  public:
    Running(pid_t process, Descriptor output, Descriptor errors, const ChildLimits& limits)
        : process_(process),
          exit_(static_cast<int>(::syscall(SYS_pidfd_open, process, 0U))),
          output_(std::move(output)),
          errors_(std::move(errors)),
          limits_(limits) {}

    ChildOutcome wait() && {
        const Clock::time_point deadline = Clock::now() + limits_.time;
        while (!has_exited()) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
            if (left.count() <= 0) return kill(ChildEnd::TimedOut);
            std::array<pollfd, 3> watched = {
                {{output_.number(), POLLIN, 0}, {errors_.number(), POLLIN, 0}, {exit_.number(), POLLIN, 0}}};
            // Without a descriptor for its end (Linux before 5.3) we look again soon.
            constexpr std::int64_t soon_ms = 20;
            const std::int64_t wait_ms =
                exit_.number() < 0 ? std::min<std::int64_t>(left.count(), soon_ms) : left.count();
            static_cast<void>(::poll(watched.data(), watched.size(), static_cast<int>(wait_ms)));
            if (!drain()) return kill(ChildEnd::Flooded);
        }
        // What it left in the pipes; its own children may hold them open for ever.
        if (!drain()) return kill(ChildEnd::Flooded);
        return kill(ChildEnd::Exited);
    }

  private:
    // Without reaping it, so that its number stays its own.
    [[nodiscard]] bool has_exited() const {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
               info.si_pid != 0;
    }

    bool drain() {
        // Of what goes to stderr, only the beginning is of interest.
        return take(output_, outcome_.output, limits_.output_bytes) &&
               (take(errors_, outcome_.errors, limits_.error_bytes), true);
    }

    static bool take(Descriptor& from, std::string& into, std::size_t most) {
        std::array<char, 65536> buffer;
        while (from.number() >= 0) {
            const ssize_t size = ::read(from.number(), buffer.data(), buffer.size());
            if (size < 0 && errno == EINTR) continue;
            if (size < 0 && errno == EAGAIN) return true;
            if (size <= 0) {
                from.close();
                return true;
            }
            into.append(buffer.data(), static_cast<std::size_t>(size));
            if (into.size() > most) {
                into.resize(most);
                return false;
            }
        }
        return true;
    }

    // Ends the whole group, whatever signals it ignores.
    ChildOutcome kill(ChildEnd end) {
        ::kill(-process_, SIGKILL);
        ::kill(process_, SIGKILL);
        int status = 0;
        while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
        }
        outcome_.end = end;
        if (end == ChildEnd::Exited && WIFSIGNALED(status)) {
            outcome_.end = ChildEnd::Signalled;
            outcome_.code = WTERMSIG(status);
        } else if (WIFEXITED(status)) {
            outcome_.code = WEXITSTATUS(status);
        }
        return std::move(outcome_);
    }

    const pid_t process_;
    Descriptor exit_;
    Descriptor output_;
    Descriptor errors_;
    const ChildLimits& limits_;
    ChildOutcome outcome_;
};

}  // namespace

Result<ChildOutcome> run_child(const Child& child, std::string_view input, const ChildLimits& limits) {
    TRY(const Descriptor given, open_input(child, input));
    TRY(Pipe output, open_pipe(child));
    TRY(Pipe errors, open_pipe(child));
    const std::vector<char*> arguments = pointers_to(child.arguments);
    const std::vector<char*> environment = pointers_to(child.environment);
    const std::array<int, 3> descriptors = {given.number(), output.writing.number(), errors.writing.number()};
    const pid_t process = ::fork();
    if (process < 0) return failure(child, "fork");
    if (process == 0) become(child.program.c_str(), arguments.data(), environment.data(), descriptors.data(), limits);
    ::setpgid(process, process);  // whoever of the two comes first
    output.writing.close();
    errors.writing.close();
    return Running(process, std::move(output.reading), std::move(errors.reading), limits).wait();
}

}  // namespace byline::diagrams
