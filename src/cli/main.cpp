// byline: the engine of a personal technical brand.
#include <exception>
#include <new>
#include <string>

#include "cli/command_line.hpp"
#include "cli/exit_code.hpp"
#include "cli/terminal.hpp"

int main(int count, char** words) {
    try {
        return byline::cli::run_command_line(count, words);
    } catch (const std::bad_alloc&) {
        byline::cli::print_error("byline: out of memory\n");
    } catch (const std::exception& error) {
        byline::cli::print_error(std::string("byline: ") + error.what() + "\n");
    }
    return byline::cli::exit_system;
}
