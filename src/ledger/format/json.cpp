#include "ledger/format/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace pellucid::ledger {
namespace {

/// Builds the tree while the library reads; the library's own objects would silently keep the last of two equal members.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::string_view text, std::size_t max_depth) : text_(text), max_depth_(max_depth) {}
  Tree take() { return std::move(root_); }
  const std::string& error() const { return error_; }

  bool null() override { return put(Tree()); }
  bool boolean(bool value) override { return put(Tree(value)); }
  bool number_integer(number_integer_t value) override { return put(Tree(value)); }
  bool number_unsigned(number_unsigned_t value) override { return put(Tree(value)); }
  bool number_float(number_float_t value, const string_t&) override { return put(Tree(value)); }
  bool string(string_t& value) override { return put(Tree(value)); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Tree::object()); }
  bool start_array(std::size_t) override { return open(Tree::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    if (open_.back()->find(name)) {
      error_ = "member \"" + name + "\" stands there twice";
      return false;
    }
    name_ = name;
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
    auto end = text_.begin() + std::ptrdiff_t(std::min(position, text_.size()));
    error_ = "not JSON: line " + std::to_string(1 + std::count(text_.begin(), end, '\n'));
    return false;
  }

 private:
  Tree* place(Tree value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    return open_.back()->as_object() ? &open_.back()->add(name_, std::move(value)) : &open_.back()->push(std::move(value));
  }
  bool put(Tree value) {
    place(std::move(value));
    return true;
  }
  bool open(Tree value) {
    if (open_.size() >= max_depth_) {
      error_ = "nested deeper than " + std::to_string(max_depth_);
      return false;
    }
    open_.push_back(place(std::move(value)));  // stays in place: its parent takes nothing while it is open
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::string_view text_;
  std::size_t max_depth_;
  Tree root_;
  std::vector<Tree*> open_;
  std::string name_, error_;
};

}  // namespace

Result<Tree, std::string> parse_json(std::string_view text, std::size_t max_depth) {
  TreeBuilder builder(text, max_depth);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) return Fail(builder.error());
  return builder.take();
}

}  // namespace pellucid::ledger
