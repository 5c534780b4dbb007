/** The generic pool engine. Nothing here knows of JDBC. */
@NullMarked
package dev.cenote.core;

import org.jspecify.annotations.NullMarked;
