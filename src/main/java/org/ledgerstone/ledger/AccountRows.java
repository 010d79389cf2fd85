package org.ledgerstone.ledger;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** The sealed accounts, by Spring Data. */
interface AccountRows extends Repository<Account, Long> {

  List<Account> findByIdGreaterThanOrderById(long id, Limit limit);
}
