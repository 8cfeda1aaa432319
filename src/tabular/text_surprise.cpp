#include "tabular/text_surprise.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "ordering.h"
#include "statistics.h"
#include "tabular/cell.h"
#include "tabular/scale.h"
#include "tabular/words.h"

namespace assayer {
namespace {

constexpr std::size_t longest_text = 1000;  ///< bytes of a text that are read
constexpr std::size_t few_texts = 20;       ///< below, nothing is odd
constexpr std::size_t most_symbols = 128;   ///< the bytes of lower-case text; the rarest share a symbol
constexpr double trust = 5;                 ///< occurrences of a context that weigh as much as the shorter context
constexpr double word_prior = 0.3;          ///< texts that a word never seen counts for

/// A text's total and over how many parts, to judge short and long ones alike.
struct Sum {
  double total = 0;
  double parts = 0;
};

/// Probability of the next byte after two others, from the counts of all texts but the one that is judged (interpolated
/// with shorter contexts, in the manner of Witten and Bell 1991).
class LetterModel {
 public:
  explicit LetterModel(const std::vector<std::string>& texts) {
    std::array<std::int64_t, 256> seen{};
    for (const std::string& text : texts) {
      for (char c : head_of(text)) ++seen[static_cast<unsigned char>(c)];
    }
    std::size_t rank = 0;
    for (const std::int32_t byte : sorted_positions(seen.size(), [&](std::int32_t a, std::int32_t b) {
           return seen[static_cast<std::size_t>(a)] > seen[static_cast<std::size_t>(b)];
         })) {
      const auto c = static_cast<std::size_t>(byte);
      if (seen[c] == 0) break;
      symbol_[c] = std::min(++rank, most_symbols - 1);
      size_ = std::max(size_, symbol_[c] + 1);
    }
    singles_.assign(size_, 0);
    pairs_.assign(size_ * size_, 0);
    triples_.assign(size_ * size_ * size_, 0);
  }

  void learn(std::string_view text, std::int32_t times) {
    each_triple(text, [&](std::size_t a, std::size_t b, std::size_t c) {
      all_ += times;
      singles_[c] += times;
      pairs_[b * size_ + c] += times;
      triples_[(a * size_ + b) * size_ + c] += times;
    });
    singles_[0] += times;  // the beginning is a context too
    pairs_[0] += times;
  }

  /// Sum of -log p over the bytes of a text that was learnt.
  Sum judge(std::string_view text) {
    learn(text, -1);
    Sum sum;
    const auto size = static_cast<double>(size_);
    each_triple(text, [&](std::size_t a, std::size_t b, std::size_t c) {
      const double single = (singles_[c] + 0.5) / (static_cast<double>(all_) + 0.5 * size);
      const double pair = (pairs_[b * size_ + c] + trust * single) / (singles_[b] + trust);
      const double triple = (triples_[(a * size_ + b) * size_ + c] + trust * pair) / (pairs_[a * size_ + b] + trust);
      sum.total -= std::log(triple);
      sum.parts += 1;
    });
    learn(text, 1);
    return sum;
  }

 private:
  static std::string head_of(std::string_view text) { return lower_case(text.substr(0, longest_text)); }

  /// Visits (a, b, c) for each byte c after a and b; 0 stands before the beginning.
  template <typename Visit>
  void each_triple(std::string_view text, Visit visit) {
    std::size_t a = 0, b = 0;
    for (char byte : head_of(text)) {
      const std::size_t c = symbol_[static_cast<unsigned char>(byte)];
      visit(a, b, c);
      a = b;
      b = c;
    }
  }

  std::array<std::size_t, 256> symbol_{};
  std::size_t size_ = 1;
  std::int64_t all_ = 0;
  std::vector<std::int32_t> singles_, pairs_, triples_;
};

/// In how many texts each word is.
class WordModel {
 public:
  void learn(std::string_view text) {
    std::vector<std::string> words = split_words(text, longest_text);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (std::string& word : words) ++texts_with_[std::move(word)];
    ++texts_;
  }
  Sum judge(std::string_view text) const {
    Sum sum;
    for (const std::string& word : split_words(text, longest_text)) {
      const double others = texts_with_.at(word) - 1;
      sum.total -= std::log((others + word_prior) / (texts_ - 1 + 2 * word_prior));
      sum.parts += 1;
    }
    return sum;
  }

 private:
  std::unordered_map<std::string, std::int32_t> texts_with_;
  double texts_ = 0;
};

/// Means over the parts as robust deviations from the usual mean, smaller for texts shorter than usual: their means
/// vary by chance.
std::vector<double> deviations(const std::vector<Sum>& sums) {
  std::vector<double> means, parts;
  for (const Sum& sum : sums) {
    means.push_back(sum.parts > 0 ? sum.total / sum.parts : 0);
    parts.push_back(sum.parts);
  }
  const RobustScale scale = robust_scale(means);
  const double usual = std::max(1.0, median(parts));
  std::vector<double> result;
  for (std::size_t t = 0; t < sums.size(); ++t) {
    result.push_back(std::max(0.0, scale(means[t])) * std::min(1.0, std::sqrt(parts[t] / usual)));
  }
  return result;
}

}  // namespace

Job<std::vector<float>> text_surprise(const TypedColumn& column) {
  std::vector<float> surprise(column.levels.size(), 0);
  if (column.texts.size() < few_texts) co_return surprise;
  LetterModel letters(column.texts);
  WordModel words;
  const auto share = [&](std::size_t done) {
    return static_cast<double>(done) / (2.0 * static_cast<double>(column.texts.size()));
  };
  for (std::size_t t = 0; t < column.texts.size(); ++t) {
    if (t % 64 == 0) co_await pause(share(t));
    letters.learn(column.texts[t], 1);
    words.learn(column.texts[t]);
  }
  std::vector<Sum> of_letters, of_words;
  for (std::size_t t = 0; t < column.texts.size(); ++t) {
    if (t % 64 == 0) co_await pause(share(column.texts.size() + t));
    of_letters.push_back(letters.judge(column.texts[t]));
    of_words.push_back(words.judge(column.texts[t]));
  }
  const std::vector<double> by_letters = deviations(of_letters), by_words = deviations(of_words);
  for (std::size_t i = 0; i < surprise.size(); ++i) {
    if (column.levels[i] < 0) continue;
    const auto text = static_cast<std::size_t>(column.levels[i]);
    surprise[i] = static_cast<float>(std::sqrt(by_letters[text] * by_words[text]));
  }
  co_return surprise;
}

}  // namespace assayer
