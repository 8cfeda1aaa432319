#include "tabular/text_features.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "ordering.h"
#include "tabular/words.h"

namespace assayer {
namespace {

constexpr std::uint32_t num_buckets = 1u << 21;     ///< n-grams are counted by hash; a few share a bucket
constexpr std::size_t longest_text = 4000;          ///< bytes of a text that are read
constexpr std::size_t much_text = 3'000'000;        ///< bytes in all, above which short n-grams only are taken
constexpr std::size_t very_much_text = 20'000'000;  ///< above which words only are taken
constexpr Index few_texts = 10;                     ///< below, n-grams that do not come back count too

/// FNV-1a over the bytes of an n-gram, then mixed: the low bits choose the bucket.
class Hash {
 public:
  explicit Hash(std::uint64_t seed) : state_(14695981039346656037ull ^ (seed * 0x9E3779B97F4A7C15ull)) {}
  Hash& add(std::string_view bytes) {
    for (char c : bytes) state_ = (state_ ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return *this;
  }
  std::uint32_t bucket() const {
    std::uint64_t mixed = state_ ^ (state_ >> 32);
    mixed *= 0xD6E8FEB86659FD93ull;
    return static_cast<std::uint32_t>(mixed >> 32) % num_buckets;
  }

 private:
  std::uint64_t state_;
};

/// Where each character of UTF-8 begins, and the end.
std::vector<std::size_t> character_starts(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) starts.push_back(i);
  }
  starts.push_back(text.size());
  return starts;
}

struct Grams {
  std::vector<std::uint32_t> words;  ///< buckets, one for each occurrence
  std::vector<std::uint32_t> characters;
};

Grams find_grams(std::string_view text, std::uint64_t seed, std::size_t shortest, std::size_t longest) {
  Grams grams;
  const std::vector<std::string> words = split_words(text, longest_text);
  for (std::size_t w = 0; w < words.size(); ++w) {
    grams.words.push_back(Hash(seed).add(words[w]).bucket());
    if (w > 0) grams.words.push_back(Hash(seed + 1).add(words[w - 1]).add(" ").add(words[w]).bucket());
    const std::string padded = " " + words[w] + " ";
    const std::vector<std::size_t> starts = character_starts(padded);
    for (std::size_t length = shortest; length <= longest; ++length) {
      for (std::size_t i = 0; i + length < starts.size(); ++i) {
        const std::string_view gram = std::string_view(padded).substr(starts[i], starts[i + length] - starts[i]);
        grams.characters.push_back(Hash(seed + 2).add(gram).bucket());
      }
    }
  }
  return grams;
}

/// The n-grams of one text: buckets ascending, with how often each is in it.
struct Entry {
  std::uint32_t bucket = 0;
  float weight = 0;
};

void append_counts(std::vector<std::uint32_t> buckets, std::vector<Entry>& entries) {
  std::sort(buckets.begin(), buckets.end());
  for (std::size_t i = 0; i < buckets.size();) {
    std::size_t end = i;
    while (end < buckets.size() && buckets[end] == buckets[i]) ++end;
    entries.push_back({buckets[i], 1 + std::log(static_cast<float>(end - i))});
    i = end;
  }
}

/// The texts of all columns one after the other, as n-grams.
struct Documents {
  std::vector<Entry> entries;
  std::vector<std::size_t> ends;        ///< of words and of characters of each text, by turns
  std::vector<std::size_t> first_text;  ///< of each column
};

/// Scale the entries from `begin` on to this length.
void scale_to(double length, std::vector<Entry>& entries, std::size_t begin) {
  double square = 0;
  for (std::size_t e = begin; e < entries.size(); ++e) square += double(entries[e].weight) * entries[e].weight;
  if (square == 0) return;
  const auto factor = static_cast<float>(length / std::sqrt(square));
  for (std::size_t e = begin; e < entries.size(); ++e) entries[e].weight *= factor;
}

/// The number of each kept bucket, -1 for the others, and the weight of its rarity.
struct Vocabulary {
  std::vector<std::int32_t> number;
  std::vector<float> weight;
  Index size = 0;
};

Vocabulary choose_vocabulary(const std::vector<std::int32_t>& texts_with, Index num_texts, Index width) {
  const std::int32_t least = num_texts < few_texts ? 1 : 2;
  std::vector<std::int32_t> kept;
  for (std::size_t b = 0; b < texts_with.size(); ++b) {
    if (texts_with[b] >= least) kept.push_back(static_cast<std::int32_t>(b));
  }
  if (static_cast<Index>(kept.size()) > width) {
    sort_positions(kept, [&](std::int32_t a, std::int32_t b) {
      return texts_with[static_cast<std::size_t>(a)] > texts_with[static_cast<std::size_t>(b)];
    });
    kept.resize(static_cast<std::size_t>(width));
    std::sort(kept.begin(), kept.end());
  }
  Vocabulary vocabulary;
  vocabulary.number.assign(num_buckets, -1);
  for (const std::int32_t bucket : kept) {
    const auto b = static_cast<std::size_t>(bucket);
    vocabulary.number[b] = static_cast<std::int32_t>(vocabulary.size++);
    vocabulary.weight.push_back(static_cast<float>(std::log((1.0 + double(num_texts)) / (1.0 + texts_with[b])) + 1));
  }
  return vocabulary;
}

/// For each text of a column whether one of the first rows has it.
Flags texts_within(const TypedColumn& column, Index rows) {
  Flags is_within(column.texts.size(), 0);
  for (const std::int32_t level : std::span(column.levels).first(static_cast<std::size_t>(rows))) {
    if (level >= 0) is_within[static_cast<std::size_t>(level)] = 1;
  }
  return is_within;
}

}  // namespace

Job<SparseMatrix> text_features(const std::vector<TypedColumn>& columns, Index rows, Index width, Index fitted_rows) {
  std::size_t bytes = 0;
  Index num_texts = 0, num_fitted = 0;
  std::vector<Flags> is_fitted;
  for (const TypedColumn& column : columns) {
    is_fitted.push_back(texts_within(column, fitted_rows));
    for (std::size_t t = 0; t < column.texts.size(); ++t) {
      if (!is_fitted.back()[t]) continue;
      bytes += std::min(column.texts[t].size(), longest_text);
      ++num_fitted;
    }
    num_texts += static_cast<Index>(column.texts.size());
  }
  const std::size_t shortest = 3, longest = bytes > very_much_text ? 2 : bytes > much_text ? 3 : 5;

  Documents documents;
  std::vector<std::int32_t> texts_with(num_buckets, 0);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    documents.first_text.push_back(documents.ends.size() / 2);
    for (std::size_t t = 0; t < columns[c].texts.size(); ++t) {
      if (t % 32 == 0) {
        co_await pause(0.6 * static_cast<double>(documents.ends.size()) / (2.0 * static_cast<double>(num_texts)));
      }
      Grams grams = find_grams(columns[c].texts[t], 8 * c, shortest, longest);
      const std::size_t begin = documents.entries.size();
      append_counts(std::move(grams.words), documents.entries);
      documents.ends.push_back(documents.entries.size());
      append_counts(std::move(grams.characters), documents.entries);
      documents.ends.push_back(documents.entries.size());
      if (!is_fitted[c][t]) continue;
      for (std::size_t e = begin; e < documents.entries.size(); ++e) ++texts_with[documents.entries[e].bucket];
    }
  }
  const Vocabulary vocabulary = choose_vocabulary(texts_with, num_fitted, width);

  SparseMatrix features(rows, vocabulary.size);
  std::vector<Entry> row;
  std::vector<float> weights(static_cast<std::size_t>(vocabulary.size), 0);  // of one row
  std::vector<std::uint32_t> places;
  for (Index i = 0; i < rows; ++i) {
    if (i % 64 == 0) co_await pause(0.6 + 0.4 * static_cast<double>(i) / static_cast<double>(rows));
    row.clear();
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const std::int32_t level = columns[c].levels[static_cast<std::size_t>(i)];
      if (level < 0) continue;
      const std::size_t text = 2 * (documents.first_text[c] + static_cast<std::size_t>(level));
      for (std::size_t part = text; part < text + 2; ++part) {  // words, then characters: each counts as much
        const std::size_t begin = row.size();
        for (std::size_t e = part ? documents.ends[part - 1] : 0; e < documents.ends[part]; ++e) {
          const std::int32_t number = vocabulary.number[documents.entries[e].bucket];
          if (number < 0) continue;
          const auto place = static_cast<std::uint32_t>(number);
          row.push_back({place, documents.entries[e].weight * vocabulary.weight[place]});
        }
        scale_to(1, row, begin);
      }
    }
    scale_to(1, row, 0);
    places.clear();
    for (const Entry& entry : row) {  // a word and its characters may share a bucket
      if (weights[entry.bucket] == 0) places.push_back(entry.bucket);
      weights[entry.bucket] += entry.weight;
    }
    std::sort(places.begin(), places.end());
    features.startVec(i);
    for (const std::uint32_t place : places) {
      features.insertBack(i, static_cast<Index>(place)) = std::exchange(weights[place], 0.0F);
    }
  }
  features.finalize();
  co_return features;
}

}  // namespace assayer
