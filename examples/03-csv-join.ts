// A join: two inputs, a map for each, and the two sides of a key meet in one reduce.
//
//   mr run examples/03-csv-join.ts --input customers=examples/inputs/customers.csv --input orders=examples/inputs/orders.csv -o -
import { csv, mapReduce, pairs } from "mr-engine";

type Side = { country: string } | { order: string; amount: number };

export default mapReduce({
  input: { customers: csv(), orders: csv() },
  pairs: pairs<string, Side>(), // The types of what travels from map to reduce.
  map: {
    customers: (row, emit) => emit(row["customer"] ?? "", { country: row["country"] ?? "" }),
    orders: (row, emit) =>
      emit(row["customer"] ?? "", { order: row["order"] ?? "", amount: Number(row["amount"]) }),
  },
  // The customer first, then its orders: nothing has to be kept in memory.
  orderValuesBy: (side) => ("country" in side ? "" : side.order),
  reduce(customer, sides, emit) {
    let country = "unknown";
    for (const side of sides) {
      if ("country" in side) country = side.country;
      else emit([customer, side.order], { country, amount: side.amount });
    }
  },
  output: "csv",
});
