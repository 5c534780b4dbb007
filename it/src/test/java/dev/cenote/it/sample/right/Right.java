package dev.cenote.it.sample.right;

import dev.cenote.it.sample.left.Left;
import java.util.List;

/** The other half of a cycle. */
public record Right(List<Left> lefts) {}
