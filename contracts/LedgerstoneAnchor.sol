// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Keeps the newest head that each account has anchored of each ledger. Nobody owns it, nobody can
/// change what another account has anchored, and an account's anchors of a ledger only go forward.
///
/// Storage, for proofs (`eth_getProof`): with
///     s = keccak256(ledger . keccak256(by, padded to 32 bytes . 0 as 32 bytes))
/// the slot s holds the index and the slot s + 1 the head. See README.md.
contract LedgerstoneAnchor {
    struct Kept {
        uint64 index;
        bytes32 head;
    }

    mapping(address by => mapping(bytes32 ledger => Kept)) private kept;

    event Anchored(address indexed by, bytes32 indexed ledger, uint64 index, bytes32 head);

    /// The index is not above the last one that the sender has anchored of this ledger.
    error IndexNotAbove(uint64 last);

    /// Keeps a head of a ledger as the sender's newest; `ledger` is the hash of its genesis.
    function anchor(bytes32 ledger, uint64 index, bytes32 head) external {
        Kept storage newest = kept[msg.sender][ledger];
        if (index <= newest.index) revert IndexNotAbove(newest.index);
        newest.index = index;
        newest.head = head;
        emit Anchored(msg.sender, ledger, index, head);
    }

    /// The newest head that an account has anchored of a ledger; zeros where it has anchored none.
    function anchored(address by, bytes32 ledger)
        external
        view
        returns (uint64 index, bytes32 head)
    {
        Kept storage newest = kept[by][ledger];
        return (newest.index, newest.head);
    }
}
