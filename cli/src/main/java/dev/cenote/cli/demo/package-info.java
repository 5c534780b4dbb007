/** The experiment from which people learn what pooling is. */
@NullMarked
package dev.cenote.cli.demo;

import org.jspecify.annotations.NullMarked;
