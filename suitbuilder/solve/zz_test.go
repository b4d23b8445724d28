package solve_test
import ("testing";"fmt";"context";"time";"os"
"overlord/suitbuilder/solve";"overlord/suitbuilder/solve/solvetest")
func TestZZ(t *testing.T){
 var size, from, to, fam int
 fmt.Sscanf(os.Getenv("ZZ"), "%d,%d,%d,%d",&size,&from,&to,&fam)
 for seed:=from; seed<to; seed++ { pieces:=solvetest.Inventory(seeded(uint64(seed)), size)
 for _,tier:=range []solve.Tier{4,5,6} { for _,sets:=range []bool{false,true} {
  p:=&solve.Problem{Pieces:pieces, Request: solvetest.War(fam,tier,sets)}
  ctx,c:=context.WithTimeout(context.Background(), 60*time.Second)
  u:=cpu(); r,_:=solve.Solve(ctx,p,solve.Options{Workers:2}); d:=cpu()-u; c()
  if d>300*time.Millisecond || !r.Optimal { fmt.Println(size,seed,tier,sets,d,r.Optimal,r.Nodes,r.Suits[0].Score) }
 }}}
}
