package org.ledgerstone.ledger;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** The sealed accounts, by Spring Data. */
interface AccountRows extends Repository<Account, Long> {

  Optional<Account> findByAddressAndAsset(String address, String asset);

  List<Account> findByIdGreaterThanOrderById(long id, Limit limit);
}
