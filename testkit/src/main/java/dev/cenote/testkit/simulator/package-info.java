/**
 * Runs the real engine on virtual time: a seed decides what happens next, and after every step the
 * invariants are checked.
 */
@NullMarked
package dev.cenote.testkit.simulator;

import org.jspecify.annotations.NullMarked;
