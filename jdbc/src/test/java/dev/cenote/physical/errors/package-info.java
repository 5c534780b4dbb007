/** Tests of what the databases' errors mean. */
@NullMarked
package dev.cenote.physical.errors;

import org.jspecify.annotations.NullMarked;
