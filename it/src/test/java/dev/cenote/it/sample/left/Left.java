package dev.cenote.it.sample.left;

import dev.cenote.it.sample.right.Right;

/** Half of a cycle. */
public record Left(Right right) {}
