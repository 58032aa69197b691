package com.turnstile.dao;

import com.turnstile.entity.LedgerEntry;
import jakarta.ejb.Stateless;
import jakarta.persistence.Query;
import java.util.List;

/** Bookings. Thread-safe, as a stateless bean. */
@Stateless
public class LedgerEntryDao extends GenericDao<LedgerEntry> {

  public LedgerEntryDao() {
    super(LedgerEntry.class);
  }

  /** All entries of one booking in one statement, each as entry number, account, debit, credit. */
  public void insertAll(Long orderId, String currency, List<Object[]> entries) {
    StringBuilder sql =
        new StringBuilder(
            "insert into ledger_entry (order_id, entry_no, account, debit, credit, currency) values ");
    for (int i = 0; i < entries.size(); i++) {
      sql.append(i == 0 ? "(?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?)");
    }
    Query insert = em.createNativeQuery(sql.toString());
    int position = 0;
    for (Object[] entry : entries) {
      insert.setParameter(++position, orderId);
      for (Object value : entry) {
        insert.setParameter(++position, value);
      }
      insert.setParameter(++position, currency);
    }
    insert.executeUpdate();
  }

  public List<LedgerEntry> findByOrder(Long orderId) {
    return query("select l from LedgerEntry l where l.order.id = :order order by l.entryNo")
        .setParameter("order", orderId)
        .getResultList();
  }
}
