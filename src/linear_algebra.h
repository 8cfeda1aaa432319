#pragma once

#include "assayer/matrix.h"

namespace assayer {

/// Linear algebra of small dense matrices in plain loops: a library's decompositions are ten times the code, which
/// every visitor of a page downloads.

/// Make row `at` orthogonal to the rows before it, which are orthonormal or zero, and of length 1 (Gram and Schmidt,
/// done twice for accuracy: Giraud et al. 2005). A row that depends on those before it becomes zero.
void orthonormalize_row(Matrix& rows, Index at);

/// All rows in turn.
void orthonormalize_rows(Matrix& rows);

struct SymmetricEigen {
  Vector values;   ///< ascending
  Matrix vectors;  ///< row r belongs to values(r); orthonormal
};

/// Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations (Golub and Van Loan 2013, 8.5): accurate to
/// rounding, a few n^3 operations for each of about eight rounds.
SymmetricEigen symmetric_eigen(Matrix symmetric);

/// The solution of a square system by Gauss's elimination with pivoting; empty where the matrix is singular to
/// rounding.
Vector solve_square(Matrix matrix, Vector right_side);

}  // namespace assayer
