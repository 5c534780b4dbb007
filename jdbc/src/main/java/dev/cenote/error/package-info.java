/** What the pool says when something goes wrong: codes, texts, exceptions; never a secret. */
@NullMarked
package dev.cenote.error;

import org.jspecify.annotations.NullMarked;
