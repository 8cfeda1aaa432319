#pragma once

#include <cstdint>

#include "assayer/job.h"
#include "assayer/knn_graph.h"
#include "assayer/matrix.h"

namespace assayer {

struct GraphLayoutOptions {
  int epochs = 0;          ///< passes over the edges; 0 = 400 for small graphs, 150 above 20,000 rows
  std::uint64_t seed = 0;  ///< of the order of the pushes; the same picture on every platform
};

/// Move points on the plane until neighbours lie together and others apart: fuzzy neighbour weights and negative
/// sampling as in UMAP (McInnes, Healy, Melville 2018, arXiv:1802.03426), with the kernel 1 / (1 + d^2) of LargeVis
/// (Tang et al. 2016, arXiv:1602.00370). Linear in rows and neighbours.
///
/// @param graph      neighbours of each row; must outlive the job
/// @param positions  n x 2, where the points start (such as principal components); after each step of the job the
///                   picture so far, at the end the layout, centred; one unit is about as far as neighbours reach. Must
///                   outlive the job.
/// @throws std::invalid_argument  positions of another number of rows or not two columns, numbers that are not finite,
///                                negative epochs
Job<void> lay_out_graph(const KnnGraph& graph, FloatMatrix& positions, GraphLayoutOptions options = {});

}  // namespace assayer
