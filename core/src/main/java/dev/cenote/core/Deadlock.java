package dev.cenote.core;

/**
 * Every resource is borrowed by somebody who waits for another one.
 *
 * @param borrowers how many they are
 * @param heldBySelf how many of the resources the one has who was refused
 * @param sizeNeeded with so many resources the same borrowers could not block each other
 */
public record Deadlock(int borrowers, int heldBySelf, int sizeNeeded) {}
