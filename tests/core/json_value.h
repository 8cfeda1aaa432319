#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>

#include "assayer/value.h"
#include "golden.h"

/// The JSON of the golden data, as values. Numbers that JSON has no word for are the texts "NaN", "Infinity".
namespace golden {

class JsonReader {
 public:
  explicit JsonReader(std::string text) : text_(std::move(text)) {}

  assayer::Value read() {
    assayer::Value value = read_value();
    skip_space();
    if (at_ != text_.size()) fail();
    return value;
  }

 private:
  using Value = assayer::Value;

  [[noreturn]] void fail() const { throw std::runtime_error("json: unexpected text at " + std::to_string(at_)); }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    if (text_.compare(at_, word.size(), word) != 0) return false;
    at_ += word.size();
    return true;
  }
  std::string read_text() {
    std::string result;
    while (text_[at_] != '"') {
      if (text_[at_] == '\\') {
        ++at_;
        const char c = text_[at_++];
        if (c == 'u')
          at_ += 4;  // no golden case compares such a text
        else
          result.push_back(c == 'n' ? '\n' : c);
      } else {
        result.push_back(text_[at_++]);
      }
    }
    ++at_;
    return result;
  }
  Value read_value() {
    skip_space();
    if (take('{')) {
      Value::Object members;
      if (take('}')) return members;
      do {
        if (!take('"')) fail();
        std::string name = read_text();
        if (!take(':')) fail();
        members.emplace_back(std::move(name), read_value());
      } while (take(','));
      if (!take('}')) fail();
      return members;
    }
    if (take('[')) {
      Value::List items;
      if (take(']')) return items;
      do {
        items.push_back(read_value());
      } while (take(','));
      if (!take(']')) fail();
      return items;
    }
    if (take('"')) return read_text();
    if (take_word("null")) return {};
    if (take_word("true")) return true;
    if (take_word("false")) return false;
    char* end = nullptr;
    const double number = std::strtod(text_.c_str() + at_, &end);
    if (end == text_.c_str() + at_) fail();
    at_ = static_cast<std::size_t>(end - text_.c_str());
    return number;
  }

  std::string text_;
  std::size_t at_ = 0;
};

inline assayer::Value parse_json(std::string text) { return JsonReader(std::move(text)).read(); }

inline bool has_file(const std::string& file) { return std::ifstream(path(file)).good(); }

inline assayer::Value read_json(const std::string& file) {
  std::ifstream stream(path(file), std::ios::binary);
  if (!stream) throw std::runtime_error("golden: cannot read " + file);
  return parse_json(std::string(std::istreambuf_iterator<char>(stream), {}));
}

/// Members and items of what was read; throw where the value is of another kind.
inline const assayer::Value& member(const assayer::Value& value, std::string_view name) {
  const assayer::Value* found = value.find(name);
  if (!found) throw std::runtime_error("json: no member " + std::string(name));
  return *found;
}
inline const assayer::Value::List& list(const assayer::Value& value) {
  return std::get<assayer::Value::List>(value.data());
}
inline const assayer::Value::Object& members(const assayer::Value& value) {
  return std::get<assayer::Value::Object>(value.data());
}
inline const std::string& text(const assayer::Value& value) { return std::get<std::string>(value.data()); }
inline double number(const assayer::Value& value) {
  if (const auto* words = value.get_if<std::string>()) return std::strtod(words->c_str(), nullptr);
  return std::get<double>(value.data());
}
template <typename T>
std::vector<T> numbers_of(const assayer::Value& value) {
  std::vector<T> result;
  for (const assayer::Value& item : list(value)) result.push_back(static_cast<T>(number(item)));
  return result;
}

}  // namespace golden
