// Stores for tests and benchmarks: fresh ones of either kind; PostgreSQL on a private socket, by a server that ends
// with this program. For one thread.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "database/connection.hpp"

namespace byline::database {

// A folder that goes when this does.
class TestFolder {
  public:
    TestFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "byline-store-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TestFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }
    [[nodiscard]] std::string address(const std::string& name = "byline.db") const { return "sqlite:" + file(name); }

  private:
    std::string path_;
};

enum class Syncing { Off, On };  // whether PostgreSQL waits for the disk; without it, only a power cut loses anything

class TestServer {
  public:
    // The one of this program, started when it is first asked for.
    static TestServer& shared() {
        static TestServer server(Syncing::Off);
        return server;
    }

    explicit TestServer(Syncing syncing) : syncing_(syncing) {
        for (const auto& version : {"15", "16", "17", "18"}) {
            const std::string programs = std::string("/usr/lib/postgresql/") + version + "/bin/";
            if (::access((programs + "postgres").c_str(), X_OK) == 0) programs_ = programs;
        }
        if (programs_.empty()) {
            absent_ = "PostgreSQL is not installed (postgresql)";
            return;
        }
        if (::geteuid() == 0) {
            account_ = ::getpwnam("postgres");  // the server refuses to be run by root
            if (account_ == nullptr) {
                absent_ = "PostgreSQL refuses root, and there is no account postgres";
                return;
            }
            if (::chown(folder_.path().c_str(), account_->pw_uid, account_->pw_gid) != 0) absent_ = "chown failed";
        }
        const int status = wait_for(spawn({programs_ + "initdb", "-D", data(), "-A", "trust", "-U", "byline",
                                           "--no-sync", "-E", "UTF8", "--locale=C", "--no-instructions"}));
        if (status != 0) {
            absent_ = "initdb failed, see above";
            return;
        }
        start();
    }
    ~TestServer() { kill(); }
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    // Why there is none; empty when it runs.
    [[nodiscard]] const std::string& absent() const { return absent_; }

    // The address of a fresh, empty store.
    [[nodiscard]] std::string fresh_address() {
        const std::string name = "store" + std::to_string(++stores_);
        auto address = Address::parse("postgresql:" + host());
        auto connection = Connection::open(*address, Access::Write);
        if (!connection || !(*connection)->execute("CREATE SCHEMA " + name)) std::abort();
        return "postgresql:" + host() + " options='-csearch_path=" + name + "'";
    }

    // As a crash does: no goodbye to anybody.
    void kill() {
        if (process_ <= 0) return;
        ::kill(process_, SIGQUIT);
        wait_for(process_);
        process_ = -1;
    }
    // Returns when it answers.
    void start() {
        const std::string sync = syncing_ == Syncing::On ? "fsync=on" : "fsync=off";
        process_ = spawn({programs_ + "postgres", "-D", data(), "-k", folder_.path(), "-c", "listen_addresses=", "-c",
                          sync, "-c", "log_min_messages=panic", "-c", "max_connections=60"});
        for (int status = 1; status != 0;)
            status = wait_for(spawn(
                {programs_ + "pg_isready", "-q", "-h", folder_.path(), "-U", "byline", "-d", "postgres", "-t", "1"}));
    }

  private:
    [[nodiscard]] std::string data() const { return folder_.file("data"); }
    [[nodiscard]] std::string host() const { return "host=" + folder_.path() + " user=byline dbname=postgres"; }

    [[nodiscard]] int spawn(const std::vector<std::string>& command) const {
        std::vector<char*> arguments;
        for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
        arguments.push_back(nullptr);
        const int process = ::fork();
        if (process != 0) return process;
        if (account_ != nullptr && (::setgid(account_->pw_gid) != 0 || ::setuid(account_->pw_uid) != 0)) ::_exit(126);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
        ::unsetenv("LD_PRELOAD");
        const int nothing = ::open("/dev/null", O_WRONLY);
        ::dup2(nothing, STDOUT_FILENO);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    static int wait_for(int process) {
        int status = 0;
        ::waitpid(process, &status, 0);
        return status;
    }

    const Syncing syncing_;
    TestFolder folder_;
    std::string programs_;
    std::string absent_;
    const passwd* account_ = nullptr;
    int process_ = -1;
    int stores_ = 0;
};

}  // namespace byline::database
