/** Real database servers, and what is done to them. */
@NullMarked
package dev.cenote.faults.server;

import org.jspecify.annotations.NullMarked;
