/** Every setting, the URL forms, and the check that reports all problems together. */
@NullMarked
package dev.cenote.config;

import org.jspecify.annotations.NullMarked;
