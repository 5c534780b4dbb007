/**
 * The contract: sentences that hold for a pool over every database, written once and run by a small
 * subclass for each.
 */
@NullMarked
package dev.cenote.testkit.contract;

import org.jspecify.annotations.NullMarked;
