package org.ledgerstone.protocol;

/** How a block stands to the state that its parent leaves. */
public sealed interface BlockInState {

  /** It keeps every rule; applying it changes the accounts so. */
  record Fits(StateChange change) implements BlockInState {}

  /** It breaks a rule, this one first. */
  record Refused(BlockRefused why) implements BlockInState {}
}
