/** Tests over all modules: architecture rules, and programs of real frameworks. */
@NullMarked
package dev.cenote.it;

import org.jspecify.annotations.NullMarked;
