#include "tabular/words.h"

#include "tabular/cell.h"

namespace assayer {

std::vector<std::string> split_words(std::string_view text, std::size_t longest) {
  std::vector<std::string> words;
  const std::string lower = lower_case(text.substr(0, longest));
  for (std::size_t i = 0; i < lower.size();) {
    std::size_t end = i + 1;
    if (is_letter(lower[i]) || is_digit(lower[i])) {
      while (end < lower.size() && (is_letter(lower[end]) || is_digit(lower[end]) || lower[end] == '\'')) ++end;
    }
    const bool is_blank = static_cast<unsigned char>(lower[i]) <= ' ';
    if (!is_blank) words.push_back(lower.substr(i, end - i));
    i = end;
  }
  return words;
}

}  // namespace assayer
