#include "templating/object.hpp"

#include "templating/call.hpp"

namespace byline::templating {

Result<Value> Object::call(Call& call) const {
    return call.fail("a " + std::string(type_name()) + " cannot be called", "remove the parentheses");
}

}  // namespace byline::templating
