package org.ledgerstone.ledger;

/**
 * The steps in which the ledger changes, in order, and those of checkpoints and of Ethereum. Logs,
 * timers and crash points use these names.
 */
public enum Step {
  /** Admission has a group of orders and is about to lock the head. */
  ADMISSION_GROUPED,
  /** Nobody else admits. */
  ADMISSION_LOCKED,
  /** The standings of all senders are known. */
  ADMISSION_LOADED,
  /** Every order of the group has its verdict. */
  ADMISSION_JUDGED,
  /** The accepted ones stand in the pool, uncommitted. */
  ADMISSION_INSERTED,
  /** The row that counts what was admitted has moved on, uncommitted. */
  ADMISSION_COUNTED,
  /** The group is durable; nobody has been answered. */
  ADMISSION_COMMITTED,
  /** Sealing begins to choose. */
  SEALING_BEGUN,
  /** Sealing has chosen what goes into the block. */
  SEALING_CHOSEN,
  /** The leaves of the block's tree are computed. */
  SEALING_HASHED,
  /** The tree has its root and the block its header, still without work. */
  SEALING_ROOTED,
  /** The block has its work. */
  SEALING_MINED,
  /** The block has its seal. */
  SEALING_SEALED,
  /** A block of somebody else is about to be judged. */
  APPENDING_BEGUN,
  /** The block is valid on this head. */
  APPENDING_JUDGED,
  /** The head is locked and the parent is still the head. */
  APPENDING_LOCKED,
  /** The transactions have their places in the block, uncommitted. */
  APPENDING_PLACED,
  /** The accounts have moved, uncommitted. */
  APPENDING_COUNTED,
  /** Block, history and head are written, uncommitted. */
  APPENDING_WRITTEN,
  /** The block is durable; nobody has been answered. */
  APPENDING_COMMITTED,
  /** The losing blocks are off the chain and beside it, uncommitted. */
  CHANGING_UNSEALED,
  /** The winning blocks are written and the pool fits again, uncommitted. */
  CHANGING_WRITTEN,
  /** The change of chain is durable; nobody has been answered. */
  CHANGING_COMMITTED,
  /** A checkpoint is signed and durable in its table; not in its file, and nobody has it. */
  CHECKPOINT_KEPT,
  /** A transaction for Ethereum is signed and durable; no node has it. */
  ETHEREUM_SIGNED,
  /** A node of Ethereum has it; no row says so. */
  ETHEREUM_SENT;

  /** Whether a change begins with it, so that no time has passed since the step before. */
  boolean isFirst() {
    return this == ADMISSION_GROUPED
        || this == SEALING_BEGUN
        || this == APPENDING_BEGUN
        || this == CHECKPOINT_KEPT
        || this == ETHEREUM_SIGNED
        || this == ETHEREUM_SENT;
  }
}
