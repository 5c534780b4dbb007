/**
 * A programmable JDBC driver for tests: a fake database server that keeps account of every physical
 * connection and every call, and that hangs, throws, dies or answers late where a test says so.
 */
@NullMarked
package dev.cenote.testkit.driver;

import org.jspecify.annotations.NullMarked;
